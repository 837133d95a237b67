"""A text in every form it could stand somewhere: what the raw database and the decrypted file are searched for."""

import base64
import unicodedata

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp1252")


def forms(mark):
    """The bytes to look for: each encoding plain, in hexadecimal, and in base64 at any of three alignments."""
    found = set()
    for text in {mark, mark.casefold(), mark.upper(), unicodedata.normalize("NFD", mark)}:
        for encoding in ENCODINGS:
            try:
                raw = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
            for offset in range(3):
                middle = base64.b64encode(b"\0" * offset + raw)[4:-4]
                if len(middle) >= 8:
                    found |= {middle, middle.replace(b"+", b"-").replace(b"/", b"_")}
    return found


class Search:
    """Looks for many marks. `in_bytes(content)` gives those that stand there."""

    def __init__(self, marks):
        self._of = {form: mark for mark in marks for form in forms(mark)}

    def __len__(self):
        return len(self._of)

    def in_bytes(self, content):
        return {mark for form, mark in self._of.items() if form in content}
