"""A batch that a stranger wrote for somebody at the post: it opens, names no letter of others, and can be ended."""

from spidesk.mail import records
from spidesk.mail.actions import batching
from tests.mail.forging import forge, stranger
from tests.mail.packing import order


def plant(office, stopped_letter):
    def work(writer):
        now = writer.now.replace(tzinfo=None)
        writer.insert(
            records.batch,
            year=now.year,
            number=1,
            post_circle=office.post_circle,
            by_user=office.berit,
            at=now,
            ended_at=None,
            stopped_at=now,
            stopped_letter=stopped_letter,
            stopped_inner=None,
        )

    forge(office, stranger(office), work)
    return office.as_("berit")


def test_a_planted_batch_does_not_shut_the_desk(office):
    one = order(office)
    vault = plant(office, "no such letter")
    batch = batching.current(vault)
    assert (batch.stop.letter, batch.stop.inner) == ("", "")
    batching.resume(vault, batch.id)
    batching.finish(vault, batch.id)
    assert batching.begin(vault, [[one]]).label == "S-2026-0002"
    assert ("row.writer", "mail_batch") in [(found.code, found.where) for found in vault.check().findings]
