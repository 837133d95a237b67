"""What the process does to keep its memory to itself: no core dumps, no reading by the user's other programs.

Linux: `RLIMIT_CORE` 0 and `PR_SET_DUMPABLE` 0 (measured: another process of the same user is then denied its memory).
Windows: no error box that offers a dump, exclusion from Windows Error Reporting, and a process access list that lets
nobody read the memory. A refusal by the system is left aside: these are outer walls, and the program must still start.
It does not stop an administrator, or malware that types and clicks as the user.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
from pathlib import Path

from spidesk.ui.hands import fault

_PR_SET_DUMPABLE = 4
_NO_ERROR_BOXES = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX
_DACL = 0x4  # DACL_SECURITY_INFORMATION
# Owner, administrators and the system may end, wait for and name the process (0x101001); nothing else is granted.
_ACCESS = "D:P(A;;0x101001;;;OW)(A;;0x101001;;;BA)(A;;0x101001;;;SY)"


def harden() -> None:
    """Close the process to dumps and to the memory readers of its own user. May be called more than once."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "win32":
            _windows()
        elif sys.platform == "linux":
            _linux()


def hush() -> None:
    """Let no error nobody caught print its text: that may hold a name or number. Places in the code are enough."""
    sys.excepthook = lambda _kind, error, _trace: _tell(error)
    threading.excepthook = lambda args: _tell(args.exc_value)
    sys.unraisablehook = lambda args: _tell(args.exc_value)


def _tell(error: BaseException | None) -> None:
    if error is None or sys.stderr is None:
        return
    kept = fault.of(error)
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(" ".join((kept.reference, kept.kind, *kept.frames)) + "\n")


def _linux() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _windows() -> None:
    if sys.platform != "win32":
        return
    ctypes.windll.kernel32.SetErrorMode(_NO_ERROR_BOXES)
    ctypes.windll.wer.WerAddExcludedApplication(Path(sys.executable).name, False)
    advapi, kernel = ctypes.windll.advapi32, ctypes.windll.kernel32
    descriptor = ctypes.c_void_p()
    if advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(_ACCESS, 1, ctypes.byref(descriptor), None):
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        advapi.SetKernelObjectSecurity(ctypes.c_void_p(kernel.GetCurrentProcess()), _DACL, descriptor)
        kernel.LocalFree(descriptor)
