"""The windows of mail driven as a user drives them: real vault, real lane, real widgets, found by name."""

from datetime import date
from io import BytesIO

import pypdf
import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from spidesk.documents.queue import JobState
from spidesk.mail.actions import Ways, posting, printing
from spidesk.mail.page import MailTab, PostPage, SenderPage
from spidesk.mail.rules.order import Kind, Pair, PaperKind, State, Unmatched, papers_of
from spidesk.person.rules import Place, PostWay
from tests.mail.driving import answer, find, press, prints_of, state_of, words
from tests.mail.world import FAMILY, GIVEN, NUMBERS, OPEN, Queue

TODAY = date(2026, 11, 21)
SHOWN = "18900101-9802"
PAPERS = papers_of(Kind.ORDINARY, False)


# The person's page


def test_an_order_is_written_in_the_tab_and_stands_in_its_list(office, person, seat, opened, typed):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.order")
    press(one, tab, "mail.kind.rek_personal")
    press(one, tab, "mail.pair.DL_C5")
    typed(find(tab, "mail.contents", QPlainTextEdit), "beslut, två sidor")
    press(one, tab, "mail.others_named.False")
    assert "mottagningsbevis" in words(tab)
    press(one, tab, "mail.place")
    assert one.said == ["Uppdrag F-2026-0001 är beställt."]
    assert "F-2026-0001" in words(tab)
    (row,) = tab.offer.orders
    assert (row.kind, row.pair, row.state) == (Kind.REK_PERSONAL, Pair.DL_C5, State.ORDERED)
    assert not tab.unsaved()
    press(one, tab, "mail.order")
    typed(find(tab, "mail.contents", QPlainTextEdit), "beslut, två sidor")
    press(one, tab, "mail.others_named.False")
    press(one, tab, "mail.place")
    assert tab._table.current().label == "F-2026-0002", "the new order is the one shown"


def test_a_refused_order_keeps_what_was_typed_beside_its_field(person, seat, opened, typed):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.order")
    typed(find(tab, "mail.contents", QPlainTextEdit), "beslut")
    typed(find(tab, "mail.latest_arrival", QLineEdit), "2026-11-20")
    press(one, tab, "mail.others_named.True")
    press(one, tab, "mail.place")
    assert tab.form["latest_arrival"].refused.startswith("Dagen har redan varit")
    assert find(tab, "mail.contents", QPlainTextEdit).toPlainText() == "beslut"
    tab.form["latest_arrival"].clear()
    press(one, tab, "mail.place")
    assert tab.form["others"].refused
    typed(find(tab, "mail.others", QPlainTextEdit), "Ett syskon")
    press(one, tab, "mail.place")
    assert tab.form["others_checked"].refused
    press(one, tab, "mail.others_checked")
    press(one, tab, "mail.place")
    assert one.said == ["Uppdrag F-2026-0001 är beställt."]


def test_traces_in_the_contents_are_asked_about_and_the_writer_decides(person, seat, opened, typed):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.order")
    typed(find(tab, "mail.contents", QPlainTextEdit), "kopia till Storgatan 12")
    press(one, tab, "mail.others_named.False")
    seen = []
    answer("no", seen)
    press(one, tab, "mail.place")
    assert "gatuadress" in seen[0]
    assert tab.offer.orders == ()
    answer("yes")
    press(one, tab, "mail.place")
    assert len(tab.offer.orders) == 1


@pytest.mark.parametrize(
    ("way", "said"), [(PostWay.HAMTAS, "hämtar sin post själv"), (PostWay.ADRESS, "egen postadress")]
)
def test_where_post_goes_another_way_the_tab_says_so_and_offers_nothing(person, seat, opened, way, said):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, Ways(post_way=lambda *_: way, check_allowed=OPEN.check_allowed)))
    assert said in words(tab)
    assert not [button for button in tab.findChildren(QAbstractButton, "mail.order") if button.isVisible()]


def test_a_half_written_order_survives_a_lock(person, seat, opened, typed):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.order")
    press(one, tab, "mail.kind.rek")
    typed(find(tab, "mail.contents", QPlainTextEdit), "beslut åäö")
    press(one, tab, "mail.others_named.True")
    draft = tab.draft()
    again = MailTab(one.desk, person, OPEN)
    again.restore(draft)
    opened(one, again)
    assert again.unsaved()
    assert again.draft() == draft
    assert find(again, "mail.contents", QPlainTextEdit).toPlainText() == "beslut åäö"


def test_the_contents_are_masked_until_they_are_asked_for(person, ordered, seat, opened):
    ordered(others_named=True, others="Ett syskon", others_checked=True)
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    assert "beslut" not in words(tab)
    press(one, tab, "mail.contents.reveal")
    assert "beslut, två sidor\nStår med: Ett syskon" in words(tab)
    tab.left()
    assert "beslut" not in words(tab)


def test_an_order_is_called_off_after_a_question(person, ordered, seat, opened):
    order = ordered()
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    answer("")
    press(one, tab, "mail.call_off")
    assert state_of(one, order)[0] is State.ORDERED
    answer("mistake")
    press(one, tab, "mail.call_off")
    assert state_of(one, order)[0] is State.CANCELLED
    assert "Det var ett misstag" in words(tab)
    assert not [button for button in tab.findChildren(QAbstractButton, "mail.call_off") if button.isVisible()]


def test_a_letter_that_came_back_is_sent_again_from_the_tab(office, person, printed, seat, opened, typed):
    order = printed(kind=Kind.REK, pair=Pair.C6_C5)
    posting.post(office.as_("berit"), order, on=TODAY, rek="RR123456785SE", reason=Unmatched.ALONE)
    posting.take_return(office.vault, order, on=TODAY, reason=posting.ReturnReason.NOT_COLLECTED)
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    assert "Inte uthämtat" in words(tab)
    press(one, tab, "mail.again")
    typed(find(tab, "mail.contents", QPlainTextEdit), "samma beslut")
    press(one, tab, "mail.others_named.False")
    press(one, tab, "mail.place")
    assert state_of(one, order)[0] is State.RESENT
    newest = tab.offer.orders[0]
    assert (newest.kind, newest.pair) == (Kind.REK, Pair.C6_C5)


# The Post page


def dialog_of(seat, page):
    press(seat, page, "post.print")
    return page.printout.dialog


def print_one(seat, dialog, paper):
    find(dialog, f"post.dialog.{paper.value}", QAbstractButton).click()
    find(dialog, "post.dialog.print", QAbstractButton).click()
    seat.settle()


def test_the_postexpeditor_prints_reads_the_codes_and_posts(ordered, seat, opened, typed):
    order = ordered(kind=Kind.REK_PERSONAL)
    one, queue = seat("berit"), Queue()
    page = opened(one, PostPage(one.desk, queue=queue))
    dialog = dialog_of(one, page)
    for paper in PAPERS:
        print_one(one, dialog, paper)
    dialog.close()
    one.settle()
    assert [told for _, told, _, _ in prints_of(one, order)] == ["completed"] * 4
    fed = [(229, 162), (229, 162), (210, 297), (324, 229)]  # this printer takes them lying
    assert [(width, height) for _, width, height, _ in queue.sent] == fed
    assert SHOWN in pypdf.PdfReader(BytesIO(queue.sent[0][0])).pages[0].extract_text()
    state, piece = state_of(one, order)
    assert state is State.PRINTED
    typed(find(page, "post.letter", QLineEdit), piece + "\n")
    typed(find(page, "post.inner", QLineEdit), piece.lower() + "\n")
    one.settle()
    assert state_of(one, order)[0] is State.MATCHED
    press(one, page, "post.post")
    assert page.letter.post_step.form["rek"].refused
    typed(find(page, "post.rek", QLineEdit), "RR 123 456 785 SE")
    press(one, page, "post.post")
    assert state_of(one, order)[0] is State.POSTED
    assert one.said[-1] == "Brevet är postat."


def test_the_page_leads_nowhere_near_the_person(person, ordered, seat, opened):
    ordered()
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    for word in (person.reference, NUMBERS[0], SHOWN, GIVEN, FAMILY, "beslut", "Skolan"):
        assert word not in words(page)
    press(one, page, "post.reveal")
    assert SHOWN in words(page)
    assert person.reference not in words(page)
    page.left()
    assert SHOWN not in words(page)


def test_the_piece_code_is_not_on_the_page_to_be_copied_from(printed, seat, opened):
    order = printed()
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    assert state_of(one, order)[1] not in words(page)


def test_a_mismatch_stops_and_empties_the_fields(printed, seat, opened, typed):
    first, second = printed(), printed()
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    page.table.choose(lambda row: row.id == first)
    typed(find(page, "post.letter", QLineEdit), state_of(one, first)[1])
    typed(find(page, "post.inner", QLineEdit), state_of(one, second)[1] + "\n")
    one.settle()
    assert "Stopp" in words(page)
    assert "Innerkuvertet hör till F-2026-0002" in words(page)
    assert find(page, "post.letter", QLineEdit).text() == ""
    assert state_of(one, first)[0] is State.PRINTED
    typed(find(page, "post.letter", QLineEdit), "ABC")
    press(one, page, "post.match")
    assert page.letter.match_step.letter.refused.startswith("Koden är felskriven")


def test_posting_without_codes_asks_for_the_reason(printed, seat, opened):
    order = printed()
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    press(one, page, "post.unmatched")
    press(one, page, "post.post")
    assert page.letter.post_step.form["reason"].refused
    page.letter.post_step.reason.set_value(Unmatched.UNREADABLE)
    press(one, page, "post.post")
    assert state_of(one, order)[0] is State.POSTED


def test_a_print_the_queue_lost_is_asked_and_a_no_never_counts(ordered, seat, opened):
    order = ordered()
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue(JobState.GONE, JobState.GONE, JobState.GONE)))
    dialog = dialog_of(one, page)
    for paper, said in ((PaperKind.INNER_FRONT, "yes"), (PaperKind.SLIP, "no"), (PaperKind.OUTER, "unknown")):
        print_one(one, dialog, paper)
        find(dialog, f"post.dialog.{said}", QAbstractButton).click()
        one.settle()
    dialog.close()
    one.settle()
    told = {paper: (outcome, answered) for paper, outcome, answered, _ in prints_of(one, order)}
    assert told == {"inner_front": ("completed", True), "slip": ("failed", True), "outer": ("unknown", False)}
    assert [asked.paper for asked in page.asked.prints] == [PaperKind.OUTER]
    press(one, page, "post.asked.yes.outer")
    assert page.asked.prints == ()
    assert prints_of(one, order)[-1][:3] == ("outer", "completed", True)


def test_what_is_sent_and_not_settled_is_asked_of_the_queue_at_the_next_opening(office, ordered, seat, opened):
    order = ordered()
    vault = office.as_("berit")
    for paper in (PaperKind.SLIP, PaperKind.OUTER):
        printing.sent(vault, printing.begin(vault, order, paper, queue="kuvert"), job=3)
    printing.begin(vault, order, PaperKind.INNER_BACK, queue="kuvert")
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue(JobState.COMPLETED, JobState.GONE)))
    one.settle()
    told = {paper: outcome for paper, outcome, _, _ in prints_of(one, order)}
    assert told["slip"] == "completed"
    assert {asked.paper for asked in page.asked.prints} == {PaperKind.OUTER, PaperKind.INNER_BACK}


def test_a_queue_that_does_not_take_the_paper_prints_nothing(ordered, seat, opened):
    from spidesk.refusal import Refusal

    class Shut(Queue):
        def send(self, pdf, **_):
            raise Refusal("documents.not_accepted")

    order = ordered()
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Shut()))
    dialog = dialog_of(one, page)
    print_one(one, dialog, PaperKind.OUTER)
    assert "tog inte emot" in words(dialog)
    dialog.close()
    one.settle()
    assert [told for _, told, _, _ in prints_of(one, order)] == ["failed"]
    assert page.asked.prints == ()


def test_saving_as_pdf_is_in_the_ledger_and_asked_about(ordered, seat, opened, tmp_path):
    order = ordered()
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    dialog = dialog_of(one, page)
    picked = []
    dialog._pick = lambda name: picked.append(name) or str(tmp_path / "ut.pdf")
    answer("yes")
    find(dialog, "post.dialog.save", QAbstractButton).click()
    one.settle()
    assert picked == ["F-2026-0001-inner_front.pdf"]
    assert SHOWN in pypdf.PdfReader(tmp_path / "ut.pdf").pages[0].extract_text()
    dialog.close()
    one.settle()
    assert [told for _, told, _, _ in prints_of(one, order)] == ["saved"]
    assert [asked.paper for asked in page.asked.prints] == [PaperKind.INNER_FRONT]


def test_nothing_is_printed_that_the_ledger_does_not_take_first(printed, seat, opened):
    """Matched behind the dialog's back: the line in the ledger is refused, and the queue is handed nothing."""
    order = printed()
    one, queue = seat("berit"), Queue()
    page = opened(one, PostPage(one.desk, queue=queue))
    press(one, page, "post.print_again")
    piece = state_of(one, order)[1]
    assert one.do(lambda vault: posting.match(vault, order, letter=piece, inner=piece)).matched
    dialog = page.printout.dialog
    print_one(one, dialog, PaperKind.INNER_FRONT)
    assert "redan avlästa" in words(dialog)
    assert queue.sent == []
    print_one(one, dialog, PaperKind.OUTER)
    assert len(queue.sent) == 1
    dialog.close()
    one.settle()


def test_a_return_is_noted_with_its_reason(office, printed, seat, opened):
    order = printed()
    posting.post(office.as_("berit"), order, on=TODAY, reason=Unmatched.ALONE)
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    page.ledger.filters.state.set_value("posted")
    one.settle()
    press(one, page, "post.return")
    assert page.letter.return_step.form["reason"].refused
    press(one, page, "post.return_reason.not_collected")
    press(one, page, "post.return")
    assert state_of(one, order)[0] is State.RETURNED


def test_a_place_leads_to_its_letter_whatever_its_state(office, printed, seat, opened):
    first, second = printed(), printed()
    posting.post(office.as_("berit"), second, on=TODAY, reason=Unmatched.ALONE)
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    assert page.letter.row.id == first
    page.show_place(Place(page="post", reference="F-2026-0002"))
    one.settle()
    assert page.letter.row.id == second
    assert page.place() == Place(page="post", reference="F-2026-0002")


def test_one_who_is_in_no_post_circle_sees_no_letters(ordered, seat, opened):
    ordered()
    one = seat("anna")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    assert page.table.rows() == []
    assert "Inga brev här" in words(page)


# Return addresses


def test_an_administrator_approves_and_ends_a_return_address(seat, opened, typed):
    one = seat("anna")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    page.show_tab("senders")
    one.settle()
    inside = page.sender_page
    typed(find(inside, "senders.lines", QPlainTextEdit), "Björkskolan")
    press(one, inside, "senders.approve")
    assert inside.form["lines"].refused
    inside.form["lines"].set_value("Björkskolan\n123 45 Storstad")
    press(one, inside, "senders.approve")
    assert "skola" in inside.form["lines"].refused
    inside.form["lines"].set_value("Storstads kommun\nBox 99\n123 45 Storstad")
    press(one, inside, "senders.approve")
    assert one.said == ["Adressen är godkänd."]
    inside._table.choose(lambda row: "Box 99" in row.title)
    answer("yes")
    press(one, inside, "senders.end")
    assert [row.ended_on for row in inside._table.rows() if "Box 99" in row.title] == [TODAY]
    page.show_tab("ledger")
    assert page.table.isVisible()


def test_the_setting_for_the_name_is_kept(seat, opened, office):
    one = seat("anna")
    page = opened(one, SenderPage(one.desk))
    press(one, page, "senders.name")
    again = opened(one, SenderPage(one.desk))
    assert find(again, "senders.name", QAbstractButton).isChecked()


def test_one_who_is_no_administrator_only_looks(seat, opened):
    one = seat("berit")
    page = opened(one, SenderPage(one.desk))
    assert "Storstads kommun" in page._table.rows()[0].title
    assert not find(page, "senders.name", QAbstractButton).isEnabled()
    for name in ("senders.approve", "senders.end"):
        assert not [button for button in page.findChildren(QAbstractButton, name) if button.isVisible()]


def test_every_control_has_a_name_and_a_spoken_name(person, ordered, printed, seat, opened):
    printed()
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.order")
    pages = [tab, opened(one, SenderPage(one.desk))]
    for page in pages:
        for control in (*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)):
            if control.isVisible() and control.objectName() not in ("", "qt_spinbox_lineedit"):
                assert control.accessibleName(), control.objectName()
