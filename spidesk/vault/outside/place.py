"""Where a vault may lie: on a local disk that stays in place and is not copied to anyone's cloud.

SQLite's locks fail on network shares, a removable disk is pulled out in the middle of a write, and a synchronised
folder copies a half-written file and keeps old ones for years.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from spidesk.refusal import Refusal

_NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "davfs",
    "webdav", "sshfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.glusterfs",
    "fuse.smbnetfs", "fuse.s3fs", "fuse.google-drive-ocamlfuse", "fuse.onedriver",
})  # fmt: skip
_CLOUD = (
    "onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "pcloud", "synologydrive",
    "box sync", "sharepoint", "creative cloud files", "mobile documents",
)  # fmt: skip
_CLOUD_EXACT = frozenset({"box", "mega", "sync", "syncthing"})
_CLOUD_MARKS = (
    ".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".nextcloudsync.log", ".sync-exclude.lst",
)  # fmt: skip
_CLOUD_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_REMOVABLE_ROOTS = ("/media/", "/run/media/", "/mnt/usb")
_WINDOWS_REMOVABLE, _WINDOWS_REMOTE, _WINDOWS_CDROM = 2, 4, 5


def check(folder: Path) -> None:
    """Refuse a place where a vault may not lie: `vault.network`, `vault.removable`, `vault.cloud`."""
    real = folder.resolve()
    if is_cloud(real):
        raise Refusal("vault.cloud")
    if sys.platform == "win32":
        _check_windows(real)
    else:
        check_mounts(real, _mounts())


def is_cloud(real: Path) -> bool:
    """Tell whether a folder, by its name or by the marks such programs leave, is synchronised to a cloud."""
    for part in real.parts:
        name = part.casefold()
        if name.startswith(_CLOUD) or name in _CLOUD_EXACT:
            return True
    roots = [Path(os.environ[name]) for name in _CLOUD_VARIABLES if os.environ.get(name)]
    if any(real.is_relative_to(root) for root in roots):
        return True
    return any((above / mark).exists() for above in (real, *real.parents) for mark in _CLOUD_MARKS)


def _check_windows(real: Path) -> None:
    text = str(real)
    if text.startswith("\\\\"):
        raise Refusal("vault.network")
    windll = getattr(ctypes, "windll", None)
    kind = int(windll.kernel32.GetDriveTypeW(real.anchor)) if windll is not None else 0
    if kind == _WINDOWS_REMOTE:
        raise Refusal("vault.network")
    if kind in (_WINDOWS_REMOVABLE, _WINDOWS_CDROM):
        raise Refusal("vault.removable")


def _mounts() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def check_mounts(real: Path, mounts: str) -> None:
    """Refuse a path on a network or removable file system; `mounts` as for `mount_of`."""
    device, kind = mount_of(real, mounts)
    if kind in _NETWORK:
        raise Refusal("vault.network")
    if str(real).startswith(_REMOVABLE_ROOTS) or _device_is_removable(device):
        raise Refusal("vault.removable")


def mount_of(real: Path, mounts: str) -> tuple[str, str]:
    """Give device number (`8:1`) and file system type of the mount a path lies on; empty where unknown.

    `mounts` is the text of `/proc/self/mountinfo` (proc_pid_mountinfo(5)): the later of two mounts on one place holds.
    """
    best: tuple[int, str, str] = (-1, "", "")
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields, kind = left.split(" "), right.split(" ")[0]
        if len(fields) < 5 or not kind:
            continue
        point = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if real.is_relative_to(point) and len(Path(point).parts) >= best[0]:
            best = (len(Path(point).parts), fields[2], kind)
    return best[1], best[2]


def _device_is_removable(device: str) -> bool:
    entry = Path("/sys/dev/block") / device
    if not device or not entry.exists():
        return False
    real = entry.resolve()
    for place in (real, real.parent):
        mark = place / "removable"
        if mark.is_file():
            return mark.read_text(encoding="ascii", errors="replace").strip() == "1"
    return False
