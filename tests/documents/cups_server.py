"""A CUPS scheduler of a test's own, on a socket in a folder of its own, and the child that talks to it.

Besides cups-pdf it has a back end of ours, `steered:/NAME`, that does with the nth job what the file NAME.n says:
prints it (without one), fails, stops the queue, holds the job, or waits with a jam until NAME.free is there.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
PDF_PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
ROOT = Path(__file__).resolve().parents[2]
SERVER_BIN = Path("/usr/lib/cups")

BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
name="${{DEVICE_URI#steered:/}}"
cd {0}/steer || exit 1
n=$(cat "$name.count" 2>/dev/null || echo 0)
n=$((n + 1))
echo $n > "$name.new" && mv "$name.new" "$name.count"
cat ${{6:+"$6"}} > "$name.$1.pdf"
what=$(cat "$name.$n" 2>/dev/null || echo print)
case "$what" in
    fail) exit 1 ;;
    hold) exit 3 ;;
    stop) exit 4 ;;
    jam) echo "STATE: +media-jam-error" >&2
         while [ ! -e "$name.free" ]; do sleep 0.1; done
         echo "STATE: -media-jam-error" >&2 ;;
    wait) while [ ! -e "$name.free" ]; do sleep 0.1; done ;;
esac
exit 0
"""

FILES_CONF = """ServerRoot {0}/root
ServerBin {0}/bin
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/state
TempDir {0}/spool/tmp
AccessLog {0}/log/access
ErrorLog {0}/log/error
PageLog {0}/log/page
FileDevice Yes
SystemGroup root
"""
CONF = """LogLevel debug
Listen {0}/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobHistory Yes
PreserveJobFiles {1}
<Location />
Order allow,deny
Allow all
</Location>
<Location /admin>
Order allow,deny
Allow all
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""
TRAY_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TRAYS.PPD"
*Manufacturer: "spidesk"
*Product: "(trays)"
*ModelName: "trays"
*ShortNickName: "trays"
*NickName: "trays"
*PSVersion: "(3010) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*FileSystem: False
*cupsFilter: "application/vnd.cups-pdf 0 -"
*OpenUI *PageSize/Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: ""
*PageSize EnvC5/C5: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Region: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*PageRegion EnvC5/C5: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "12 12 583 830"
*ImageableArea EnvC5/C5: "12 12 447 637"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*PaperDimension EnvC5/C5: "459 649"
*OpenUI *InputSlot/Tray: PickOne
*DefaultInputSlot: Tray1
*InputSlot Tray1/Tray 1: ""
*InputSlot Envelope/Envelopes: ""
*CloseUI: *InputSlot
"""


class Cups:
    """One scheduler on a socket of its own, and the child that talks to it."""

    def __init__(self, folder, *, preserve="No"):
        self.folder = folder
        for name in ("root", "spool", "spool/tmp", "cache", "state", "log", "out", "steer", "bin", "bin/backend"):
            (folder / name).mkdir()
        folder.chmod(0o755)
        (folder / "steer").chmod(0o777)
        self._programs()
        shutil.chown(folder / "spool", "root", "lp")
        shutil.chown(folder / "spool/tmp", "root", "lp")
        (folder / "spool").chmod(0o710)
        (folder / "spool/tmp").chmod(0o1770)
        (folder / "root/cups-files.conf").write_text(FILES_CONF.format(folder))
        (folder / "root/cupsd.conf").write_text(CONF.format(folder, preserve))
        self.env = {**os.environ, "CUPS_SERVER": str(folder / "cups.sock"), "CUPS_SERVERROOT": str(folder / "root")}
        self.env["PYTHONPATH"] = str(ROOT)
        self.scheduler = subprocess.Popen(
            [CUPSD, "-f", "-c", folder / "root/cupsd.conf", "-s", folder / "root/cups-files.conf"]
        )
        self.child = None

    def _programs(self):
        """The scheduler's own programs by links, and a back end of ours beside its own."""
        for one in SERVER_BIN.iterdir():
            if one.name != "backend":
                (self.folder / "bin" / one.name).symlink_to(one)
        for one in (SERVER_BIN / "backend").iterdir():
            (self.folder / "bin/backend" / one.name).symlink_to(one)
        ours = self.folder / "bin/backend/steered"
        ours.write_text(BACKEND.format(self.folder))
        ours.chmod(0o755)

    def steer(self, name, *, policy="abort-job", **plan):
        """A queue of that name whose nth job (n1=, n2= …) does what is said."""
        for at, what in plan.items():
            (self.folder / "steer" / f"{name}.{at.removeprefix('n')}").write_text(what)
        (self.folder / "trays.ppd").write_text(TRAY_PPD)
        made = self.run(
            *("lpadmin", "-p", name, "-E", "-v", f"steered:/{name}", "-P", str(self.folder / "trays.ppd")),
            *("-o", f"printer-error-policy={policy}"),
        )
        assert made.returncode == 0, made.stderr

    def free(self, name):
        """The jam is cleared."""
        (self.folder / "steer" / f"{name}.free").write_text("")

    def printed(self, name):
        """The numbers of the jobs that came to the printer, in order."""
        found = (self.folder / "steer").glob(f"{name}.*.pdf")
        return sorted(int(one.name.split(".")[1]) for one in found)

    def forget_child(self, **env):
        """The next question is asked by another child, with this in its environment."""
        if self.child is not None:
            self.child.stdin.close()
            self.child.wait(10)
        self.child = None
        self.env.update(env)

    def wait_until_up(self):
        for _ in range(100):
            if (self.folder / "cups.sock").exists() and self.run("lpstat", "-r").returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError("cupsd did not start")

    def run(self, *command):
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False, timeout=30)

    def add(self, name, uri, ppd):
        made = self.run("lpadmin", "-p", name, "-E", "-v", uri, "-P", str(ppd))
        assert made.returncode == 0, made.stderr

    def ask(self, **asked):
        if self.child is None:
            script = Path(__file__).with_name("cups_child.py")
            self.child = subprocess.Popen(
                [sys.executable, script], env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        self.child.stdin.write(json.dumps(asked) + "\n")
        self.child.stdin.flush()
        return json.loads(self.child.stdout.readline())

    def send(self, pdf, size, printer, tray="", **feed):
        """Send a paper as its queue feeds it: the short side first unless `feed` says otherwise."""
        return self.ask(
            do="send",
            pdf=b64encode(pdf).decode(),
            width=size.width,
            height=size.height,
            printer=printer,
            tray=tray,
            feed=feed,
        )

    def state(self, printer, number):
        return self.ask(do="state", printer=printer, number=number)["answer"]

    def job(self, printer, number):
        """The job's state, and whether the printer has begun on it."""
        return self.ask(do="job", printer=printer, number=number)["answer"]

    def until(self, true, why):
        for _ in range(300):
            if true():
                return
            time.sleep(0.1)
        raise AssertionError(why)

    def settled(self, printer, number):
        for _ in range(300):
            state = self.state(printer, number)
            if state in ("completed", "failed", "gone"):
                return state
            time.sleep(0.1)
        told = (self.folder / "log/error").read_text(errors="replace").splitlines()
        raise AssertionError("\n".join(["the job never ended", state, *(one for one in told if "[Job" in one)][-40:]))

    def stop(self):
        if self.child is not None:
            self.child.stdin.close()
            self.child.wait(10)
        self.scheduler.terminate()
        self.scheduler.wait(10)
