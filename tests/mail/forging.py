"""Users of the vault who write what they like past the rooms: logged and signed by themselves, or behind the log."""

from sqlalchemy import text

from spidesk.mail.rules.order import Kind, papers_of
from spidesk.vault import membership
from tests.mail.world import PASSPHRASE

FORGED = "mail.ordered"


def stranger(office, login="cecilia"):
    """One more user, with no role anywhere."""
    once = membership.add_user(office.as_("anna"), login=login, name="Cecilia Annan")
    office._open(login, once)
    membership.finish_first_unlock(office.vault, PASSPHRASE)
    return login


def forge(office, login, work):
    """Let a user write anything in a transaction of their own."""
    with office.as_(login).write() as writer:
        found = work(writer)
        writer.note(FORGED)
    return found


def behind_the_log(office, table, row, **values):
    """Change a stored row without a line in the log."""
    said = ", ".join(f'"{name}" = :{name}' for name in values)
    office.vault.opened.held.db.connection.execute(
        text(f"UPDATE {table.name} SET {said} WHERE id = :row"), {**values, "row": row}
    )
    office.vault.opened.held.db.connection.commit()


def ordinary():
    return papers_of(Kind.ORDINARY, False)
