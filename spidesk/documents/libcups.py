"""The C declarations of the part of libcups 2 that `cups` calls. Nothing is decided here.

Source: cups/cups.h, cups/ipp.h and cups/pwg.h of CUPS 2.4. The connection argument is always NULL: libcups keeps one
for each thread, to the scheduler that its own settings name.
"""

import ctypes
from ctypes import POINTER, c_char, c_char_p, c_int, c_long, c_size_t, c_uint, c_void_p
from functools import cache
from typing import Final

HTTP_CONTINUE: Final = 100
IPP_OK_LAST: Final = 0x00FF
"""Statuses to this one are successful (RFC 8011 4.1.6.1)."""
PRINTER_DISCOVERED: Final = 0x1000000
"""CUPS_PRINTER_DISCOVERED of cups_ptype_t: seen on the network, never set up on this computer."""
_NAMES: Final = ("libcups.so.2", "libcups.2.dylib")


class Option(ctypes.Structure):
    """cups_option_t."""

    _fields_ = [("name", c_char_p), ("value", c_char_p)]


class Dest(ctypes.Structure):
    """cups_dest_t."""

    _fields_ = [
        ("name", c_char_p),
        ("instance", c_char_p),
        ("is_default", c_int),
        ("num_options", c_int),
        ("options", POINTER(Option)),
    ]


class Media(ctypes.Structure):
    """cups_size_t: lengths in hundredths of a millimetre."""

    _fields_ = [
        ("media", c_char * 128),
        ("width", c_int),
        ("length", c_int),
        ("bottom", c_int),
        ("left", c_int),
        ("right", c_int),
        ("top", c_int),
    ]


class PwgMedia(ctypes.Structure):
    """pwg_media_t: lengths in hundredths of a millimetre."""

    _fields_ = [("pwg", c_char_p), ("legacy", c_char_p), ("ppd", c_char_p), ("width", c_int), ("length", c_int)]


class JobInfo(ctypes.Structure):
    """cups_job_t."""

    _fields_ = [
        ("id", c_int),
        ("dest", c_char_p),
        ("title", c_char_p),
        ("user", c_char_p),
        ("format", c_char_p),
        ("state", c_int),
        ("size", c_int),
        ("priority", c_int),
        ("completed_time", c_long),
        ("creation_time", c_long),
        ("processing_time", c_long),
    ]


_CALLS: Final = {
    "cupsGetDests2": (c_int, c_void_p, POINTER(POINTER(Dest))),
    "cupsFreeDests": (None, c_int, POINTER(Dest)),
    "cupsCopyDestInfo": (c_void_p, c_void_p, POINTER(Dest)),
    "cupsFreeDestInfo": (None, c_void_p),
    "cupsGetDestMediaBySize": (c_int, c_void_p, POINTER(Dest), c_void_p, c_int, c_int, c_uint, POINTER(Media)),
    "cupsFindDestSupported": (c_void_p, c_void_p, POINTER(Dest), c_void_p, c_char_p),
    "ippGetCount": (c_int, c_void_p),
    "ippGetString": (c_char_p, c_void_p, c_int, c_void_p),
    "ippNewRequest": (c_void_p, c_int),
    "ippAddString": (c_void_p, c_void_p, c_int, c_int, c_char_p, c_char_p, c_char_p),
    "ippAddStrings": (c_void_p, c_void_p, c_int, c_int, c_char_p, c_int, c_char_p, POINTER(c_char_p)),
    "cupsDoRequest": (c_void_p, c_void_p, c_void_p, c_char_p),
    "cupsLastError": (c_int,),
    "cupsUser": (c_char_p,),
    "cupsServer": (c_char_p,),
    "ippGetStatusCode": (c_int, c_void_p),
    "ippFindAttribute": (c_void_p, c_void_p, c_char_p, c_int),
    "ippGetInteger": (c_int, c_void_p, c_int),
    "ippGetValueTag": (c_int, c_void_p),
    "ippDelete": (None, c_void_p),
    "pwgMediaForPWG": (POINTER(PwgMedia), c_char_p),
    "cupsAddOption": (c_int, c_char_p, c_char_p, c_int, POINTER(POINTER(Option))),
    "cupsFreeOptions": (None, c_int, POINTER(Option)),
    "cupsCreateDestJob": (c_int, c_void_p, POINTER(Dest), c_void_p, POINTER(c_int), c_char_p, c_int, POINTER(Option)),
    "cupsStartDestDocument": (
        c_int, c_void_p, POINTER(Dest), c_void_p, c_int, c_char_p, c_char_p, c_int, POINTER(Option), c_int,
    ),
    "cupsWriteRequestData": (c_int, c_void_p, c_char_p, c_size_t),
    "cupsFinishDestDocument": (c_int, c_void_p, POINTER(Dest), c_void_p),
    "cupsCancelJob2": (c_int, c_void_p, c_char_p, c_int, c_int),
    "cupsGetJobs2": (c_int, c_void_p, POINTER(POINTER(JobInfo)), c_char_p, c_int, c_int),
    "cupsFreeJobs": (None, c_int, POINTER(JobInfo)),
}  # fmt: skip


@cache
def load() -> ctypes.CDLL | None:
    """The library with its calls declared, once a process; None where it is not installed."""
    for name in _NAMES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        for call, (answer, *takes) in _CALLS.items():
            function = getattr(library, call)
            function.restype = answer
            function.argtypes = takes
        return library
    return None


def loaded() -> ctypes.CDLL:
    """The library where `load` has found it; its absence here is a defect."""
    library = load()
    if library is None:
        raise RuntimeError("libcups is not installed")
    return library
