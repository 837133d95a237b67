"""Talks to the scheduler named by CUPS_SERVER in a process of its own, since libcups remembers the first one it met.

Reads one JSON request a line on standard input and answers each with one JSON line.
"""

import json
import sys
from base64 import b64decode

from spidesk.documents.cups import CupsQueue
from spidesk.documents.queue import Job
from spidesk.refusal import Refusal
from spidesk.ui.printing.feed import Feed
from spidesk.ui.printing.feed.place import placed


def answered(queue, asked):
    match asked["do"]:
        case "printers":
            return [[one.name, list(one.trays), one.ready] for one in queue.printers()]
        case "send":
            feed = Feed(**asked.get("feed", {}))
            pdf, laid = placed(b64decode(asked["pdf"]), feed, asked["width"], asked["height"])
            size = {"width": laid.page_width, "height": laid.page_height}
            job = queue.send(pdf, printer=asked["printer"], tray=asked.get("tray", ""), **size)
            return job.number
        case "keeps":
            return queue.keeps(asked["printer"])
        case "job":
            job = queue.state(Job(printer=asked["printer"], number=asked["number"]))
            return [job.state.value, job.begun]
        case "state":
            return queue.state(Job(printer=asked["printer"], number=asked["number"])).state.value
        case "cancel":
            queue.cancel(Job(printer=asked["printer"], number=asked["number"]))
            return None


def main():
    queue = CupsQueue()
    for line in sys.stdin:
        try:
            answer = {"answer": answered(queue, json.loads(line))}
        except Refusal as refusal:
            answer = {"refused": refusal.code}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
