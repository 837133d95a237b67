"""Marks: texts that stand nowhere by themselves, and the search for them in files and memory, however they are written.

Every typed text in `data/people.toml` and in `session.py` has a word with `STEM` in it; numbers are marks themselves.
"""

import base64
import json
import re
import tomllib
from pathlib import Path

STEM = "zqxjvk"
PEOPLE = Path(__file__).with_name("data") / "people.toml"
_TEXTS = ("given", "family", "alias", "circle", "condition", "value", "hours", "voicemail", "enclosures")
_ENCODINGS = ("utf-8", "latin-1", "utf-16-le", "utf-16-be", "utf-32-le")


def texts(document=None):
    """Every free text of the people file, as it is typed."""
    document = document or tomllib.loads(PEOPLE.read_text(encoding="utf-8"))
    found = []
    for person in document["person"]:
        tables = [person, person.get("letter", {}), *person.get("channel", [])]
        found += [table[key] for table in tables for key in _TEXTS if table.get(key)]
    return found


def numbers(document=None):
    """Every identity number of the file, in the ways it can be written."""
    document = document or tomllib.loads(PEOPLE.read_text(encoding="utf-8"))
    return [form for person in document["person"] for form in spelled(person["number"])]


def spelled(number):
    """A personnummer with twelve and ten digits, with and without its sign."""
    digits = number.replace("-", "")
    return [digits, f"{digits[:8]}-{digits[8:]}", digits[2:], f"{digits[2:8]}-{digits[8:]}"]


def marks(values):
    """The values, and each word of theirs that is a mark by itself."""
    words = [word for value in values for word in re.findall(r"\w+", value) if STEM in word.lower()]
    return list(dict.fromkeys([*values, *words]))


def forms(mark):
    """How a text could stand in a file: five encodings, plain, in hexadecimal and in base64; in JSON and in a URL."""
    for encoding in _ENCODINGS:
        try:
            raw = mark.encode(encoding)
        except UnicodeEncodeError:
            continue
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for offset in range(3):  # the letters that are the same whatever stands before and after
            whole = base64.b64encode(b"\0" * offset + raw)
            yield whole[-(-offset * 8 // 6) : (offset + len(raw)) * 8 // 6]
    yield json.dumps(mark)[1:-1].encode()


def found(content, wanted):
    """Which of the marks stand in some bytes. The stem is looked for too, in any case of its letters."""
    hits = [mark for mark in wanted if any(form in content for form in forms(mark))]
    return hits + stems(content)


def stems(content):
    """The stem wherever it stands in plain or wide letters, small or capital."""
    pattern = b"(?i:%s)" % b"\\x00{0,3}".join(letter.encode() for letter in STEM)
    return sorted({match.group().replace(b"\0", b"").decode() for match in re.finditer(pattern, content)})


def files(*folders):
    """Every file in the folders."""
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
