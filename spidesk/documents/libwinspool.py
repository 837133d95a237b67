"""The C declarations of the part of Windows' spooler that `winspool` calls. Nothing is decided here.

Source: winspool.h of the Windows SDK, the wide calls. Loading gives nothing elsewhere than on Windows.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import POINTER, c_int, c_uint32, c_void_p, c_wchar_p
from functools import cache
from typing import Any, Final

ENUM_LOCAL: Final = 0x2
ENUM_CONNECTIONS: Final = 0x4
KEEP_PRINTED: Final = 0x100
WORK_OFFLINE: Final = 0x400
"""PRINTER_ATTRIBUTE_KEEPPRINTEDJOBS and PRINTER_ATTRIBUTE_WORK_OFFLINE."""
CONTROL_DELETE: Final = 5
"""JOB_CONTROL_DELETE."""
ERROR_INSUFFICIENT_BUFFER: Final = 122
ERROR_INVALID_PARAMETER: Final = 87
"""What GetJob answers about a job the spooler does not know."""


class SystemTime(ctypes.Structure):
    """SYSTEMTIME."""

    _fields_ = [("words", ctypes.c_uint16 * 8)]


class PrinterInfo(ctypes.Structure):
    """PRINTER_INFO_2W."""

    _fields_ = [
        ("server", c_wchar_p),
        ("name", c_wchar_p),
        ("share", c_wchar_p),
        ("port", c_wchar_p),
        ("driver", c_wchar_p),
        ("comment", c_wchar_p),
        ("location", c_wchar_p),
        ("devmode", c_void_p),
        ("separator", c_wchar_p),
        ("processor", c_wchar_p),
        ("datatype", c_wchar_p),
        ("parameters", c_wchar_p),
        ("security", c_void_p),
        ("attributes", c_uint32),
        ("priority", c_uint32),
        ("default_priority", c_uint32),
        ("start", c_uint32),
        ("until", c_uint32),
        ("status", c_uint32),
        ("jobs", c_uint32),
        ("average", c_uint32),
    ]


class JobInfo(ctypes.Structure):
    """JOB_INFO_1W."""

    _fields_ = [
        ("number", c_uint32),
        ("printer", c_wchar_p),
        ("machine", c_wchar_p),
        ("user", c_wchar_p),
        ("document", c_wchar_p),
        ("datatype", c_wchar_p),
        ("said", c_wchar_p),
        ("status", c_uint32),
        ("priority", c_uint32),
        ("position", c_uint32),
        ("pages", c_uint32),
        ("printed", c_uint32),
        ("submitted", SystemTime),
    ]


_COUNT: Final = POINTER(c_uint32)
_CALLS: Final = {
    "OpenPrinterW": (c_int, c_wchar_p, POINTER(c_void_p), c_void_p),
    "ClosePrinter": (c_int, c_void_p),
    "EnumPrintersW": (c_int, c_uint32, c_wchar_p, c_uint32, c_void_p, c_uint32, _COUNT, _COUNT),
    "GetPrinterW": (c_int, c_void_p, c_uint32, c_void_p, c_uint32, _COUNT),
    "GetDefaultPrinterW": (c_int, c_wchar_p, _COUNT),
    "GetJobW": (c_int, c_void_p, c_uint32, c_uint32, c_void_p, c_uint32, _COUNT),
    "EnumJobsW": (c_int, c_void_p, c_uint32, c_uint32, c_uint32, c_void_p, c_uint32, _COUNT, _COUNT),
    "SetJobW": (c_int, c_void_p, c_uint32, c_uint32, c_void_p, c_uint32),
}


@cache
def load() -> Any:
    """The library with its calls declared, once a process; None where there is none."""
    if sys.platform != "win32":
        return None
    library = ctypes.WinDLL("winspool.drv", use_last_error=True)
    for call, (answer, *takes) in _CALLS.items():
        function = getattr(library, call)
        function.restype = answer
        function.argtypes = takes
    return library


def last_error() -> int:
    """GetLastError of the last call of this thread."""
    if sys.platform != "win32":
        return 0
    return int(ctypes.get_last_error())
