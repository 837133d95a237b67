"""Printers that only announce themselves on the network are not offered. No scheduler needed: the C structures are."""

import ctypes

import pytest

from spidesk.documents import cups, libcups
from spidesk.documents.cups import CupsQueue
from spidesk.documents.libcups import Dest, Option
from spidesk.refusal import Refusal


def _dest(name, *, default=False, **options):
    kept = (Option * len(options))(
        *(Option(key.replace("_", "-").encode(), value.encode()) for key, value in options.items())
    )
    return Dest(name.encode(), None, int(default), len(options), ctypes.cast(kept, ctypes.POINTER(Option)))


class Library:
    """Answers as libcups does, with these destinations; knows nothing of any of them."""

    def __init__(self, *dests):
        self._dests = (Dest * len(dests))(*dests)

    def cupsGetDests2(self, _, found):
        found._obj.contents = self._dests[0]
        return len(self._dests)

    def cupsFreeDests(self, count, dests):
        """Nothing to free: Python owns them."""

    def cupsCopyDestInfo(self, _, dest):
        return None


SET_UP = "8425492"
SEEN = str(libcups.PRINTER_DISCOVERED | 0x2)


@pytest.fixture
def queue(monkeypatch):
    def made(*dests):
        library = Library(*dests)
        monkeypatch.setattr(libcups, "load", lambda: library)
        return CupsQueue()

    return made


def test_only_printers_set_up_on_this_computer_are_listed(queue):
    one = queue(
        _dest("kuvert", printer_type=SET_UP, printer_info="Kuvertskrivaren"),
        _dest("grannens", printer_type=SEEN),
        _dest("tillfallig", printer_type=SET_UP, printer_is_temporary="true"),
        _dest("gammal"),
    )
    assert [printer.name for printer in one.printers()] == ["gammal", "kuvert"]


def test_the_users_own_default_is_listed_wherever_it_comes_from(queue):
    one = queue(_dest("vald", default=True, printer_type=SEEN), _dest("grannens", printer_type=SEEN))
    assert [printer.name for printer in one.printers()] == ["vald"]


def test_nothing_is_sent_to_a_printer_that_is_only_discovered(queue):
    one = queue(_dest("grannens", printer_type=SEEN))
    with pytest.raises(Refusal) as refused:
        one.send(b"%PDF-", width=210, height=297, printer="grannens")
    assert refused.value.code == "documents.printer_gone"


def test_a_kind_that_cannot_be_read_counts_as_set_up():
    assert cups.set_up(_dest("x", printer_type="?"))
