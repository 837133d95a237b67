"""Where a vault may lie, and where not."""

import pytest

from spidesk.refusal import Refusal
from spidesk.vault.outside import place

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/delad rw,relatime - nfs4 server:/delad rw
31 22 0:41 / /srv/med\\040mellanslag rw - cifs //server/delad rw
32 22 8:17 / /media/anna/USB rw - vfat /dev/sdb1 rw
33 22 0:42 / /home/anna/Moln rw - fuse.rclone moln: rw
34 30 8:1 /x /srv/delad/lokal rw - ext4 /dev/sda1 rw
trasig rad
"""


@pytest.mark.parametrize(
    ("path", "device", "kind"),
    [
        ("/home/anna/Valv.spivault", "8:1", "ext4"),
        ("/srv/delad/Valv.spivault", "0:40", "nfs4"),
        ("/srv/med mellanslag/v", "0:41", "cifs"),
        ("/srv/deladmera", "8:1", "ext4"),
        ("/srv/delad/lokal/v", "8:1", "ext4"),
        ("/home/anna/Moln/v", "0:42", "fuse.rclone"),
    ],
)
def test_the_mount_of_a_path(path, device, kind):
    assert place.mount_of(place.Path(path), MOUNTS) == (device, kind)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/srv/delad/v", "vault.network"),
        ("/srv/med mellanslag/v", "vault.network"),
        ("/home/anna/Moln/v", "vault.network"),
        ("/media/anna/USB/v", "vault.removable"),
    ],
)
def test_network_and_removable_places_are_refused(path, code):
    with pytest.raises(Refusal) as refused:
        place.check_mounts(place.Path(path), MOUNTS)
    assert refused.value.code == code


def test_a_local_disk_is_taken(tmp_path):
    place.check_mounts(place.Path("/home/anna/v"), "22 1 250:99 / / rw - ext4 /dev/vdz rw\n")
    place.check(tmp_path / "Valv.spivault")


@pytest.mark.parametrize("name", ["OneDrive - Kommunen", "Dropbox", "iCloudDrive", "Nextcloud", "Google Drive", "Box"])
def test_synchronised_folders_are_refused_by_name(tmp_path, name):
    with pytest.raises(Refusal) as refused:
        place.check(tmp_path / name / "Valv.spivault")
    assert refused.value.code == "vault.cloud"


def test_synchronised_folders_are_refused_by_the_marks_they_bear(tmp_path, monkeypatch):
    (tmp_path / "mapp" / ".stfolder").mkdir(parents=True)
    with pytest.raises(Refusal):
        place.check(tmp_path / "mapp" / "djupare" / "Valv.spivault")
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "jobb"))
    with pytest.raises(Refusal):
        place.check(tmp_path / "jobb" / "Valv.spivault")


def test_a_link_into_such_a_place_is_followed(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "genväg").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(Refusal):
        place.check(tmp_path / "genväg" / "Valv.spivault")
