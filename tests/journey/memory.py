"""Reads the memory of another process through /proc, and looks for texts and keys in it. Linux, and for root only."""

from pathlib import Path

from tests.journey.marks import STEM

_UNREADABLE = ("[vvar", "[vsyscall]")
_PIECE = 1 << 24
ENCODINGS = ("utf-8", "utf-16-le", "utf-32-le")
"""How C, Qt and Python keep letters."""


def processes(name, value):
    """Every process that was started with an environment variable of this value, or by one that was."""
    wanted, found = f"{name}={value}".encode(), []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (place / "environ").read_bytes().split(b"\0"):
                found.append(int(place.name))
        except OSError:
            continue
    return sorted(found)


def regions(process):
    """Start and end of everything the process may read, but for pieces of files that are as they are on the disk."""
    spans, about = [], {}
    for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
        name, _, value = line.partition(":")
        if " " in name:
            span, rights, *rest = line.split(maxsplit=5)
            about = {"span": span, "rights": rights, "name": rest[3] if len(rest) > 3 else ""}
            spans.append(about)
        else:
            about[name] = value.strip()
    for one in spans:
        unchanged = one["name"].startswith("/") and one["rights"][3] == "p" and one["Anonymous"] == "0 kB"
        if one["rights"][0] == "r" and not one["name"].startswith(_UNREADABLE) and not unchanged:
            start, end = (int(part, 16) for part in one["span"].split("-"))
            yield start, end


def scan(process, needles):
    """How often each needle (name -> several byte strings) stands in the memory of a process, and the bytes read."""
    counts = dict.fromkeys(needles, 0)
    longest = max(len(form) for forms in needles.values() for form in forms)
    size = 0
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for start, end in regions(process):
            rest = b""
            for at in range(start, end, _PIECE):
                try:
                    memory.seek(at)
                    piece = memory.read(min(_PIECE, end - at))
                except (OSError, ValueError, OverflowError):
                    break  # gone since, or a device's
                size += len(piece)
                content = rest + piece
                for name, forms in needles.items():
                    counts[name] += sum(_count(content, form, len(rest)) for form in forms)
                rest = content[-longest:]
    return counts, size


def _count(content, form, seen):
    """Hits that end in the new part of the content."""
    found, at = 0, content.find(form)
    while at >= 0:
        found += at + len(form) > seen
        at = content.find(form, at + 1)
    return found


def wide(text):
    """A text as C, Qt and Python keep it."""
    forms = [text.encode("utf-8"), text.encode("utf-16-le"), text.encode("latin-1", "replace")]
    return list(dict.fromkeys(forms))


def stem_needles():
    """The stem as it is typed, folded for the search, and in capitals."""
    cases = (STEM, STEM.title(), STEM.upper())
    return {f"stem {encoding}": [one.encode(encoding) for one in cases] for encoding in ENCODINGS}


def key_needles(keys):
    """Each key as it is used, and in the letters it is handed to the database in."""
    return {name: [key] if "database" not in name else [key, key.hex().encode()] for name, key in keys.items()}
