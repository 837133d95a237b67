"""What is kept for the envelopes, and what the handler is asked: real vault, real lane, real widgets."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit
from sqlalchemy import select

from spidesk.app.workstation.windows import RememberedWindow
from spidesk.mail import records
from spidesk.mail.actions import editions, naming, posting, senders
from spidesk.mail.page import EditionPage, MailTab, PostPage, SenderPage
from spidesk.mail.rules.order import Ended, Kind, State, Unmatched
from tests.mail import packing
from tests.mail.driving import answer, find, press, state_of, words
from tests.mail.world import OPEN, Queue

TODAY = date(2026, 11, 21)


def row(seat, order):
    def read(vault):
        with vault.read() as reader:
            return records.of(reader, order)

    return seat.do(read)


# The rules


def test_an_edition_is_added_only_after_its_papers_have_been_seen(seat, opened):
    one = seat("anna")
    page = opened(one, EditionPage(one.desk))
    press(one, page, "rules.new")
    page.form["address"].set_value("Skatteverket\nFörmedlingsuppdrag\nBox 99\n403 20 Göteborg")
    press(one, page, "rules.add")
    assert len(one.do(editions.kept).editions) == 1
    assert find(page, "rules.picture.outer").isVisible()
    one.settle()
    page.grab()
    assert not page.pictures[0].visibleRegion().isEmpty(), "the pictures are scrolled to, not only made"
    page.form["forwarding_days"].set_value(12)
    assert not page.pictures[0].isVisible()
    press(one, page, "rules.add")
    assert len(one.do(editions.kept).editions) == 1
    press(one, page, "rules.add")
    kept = one.do(editions.kept)
    assert len(kept.editions) == 2
    assert (kept.draft.forwarding_days, "Box 99" in kept.draft.address) == (12, True)
    assert "Anna Handläggare" in words(page)


def test_a_refused_edition_keeps_what_was_typed_beside_its_field(seat, opened):
    one = seat("anna")
    page = opened(one, EditionPage(one.desk))
    press(one, page, "rules.new")
    page.form["address"].set_value("Skatteverket 18900101-9802\n403 20 Göteborg")
    press(one, page, "rules.add")
    assert page.form["address"].refused
    assert "18900101" in page.form["address"].value()
    assert page.pictures[0].isHidden() or not page.pictures[0].isVisible()


def test_a_half_written_edition_survives_a_lock(seat, opened):
    one = seat("anna")
    page = opened(one, EditionPage(one.desk))
    press(one, page, "rules.new")
    page.form["source"].set_value("Skatteverkets sida, läst i dag")
    draft = page.draft()
    again = EditionPage(one.desk)
    again.restore(draft)
    opened(one, again)
    assert again.draft() == draft


def test_one_who_is_no_administrator_only_reads_the_rules(seat, opened):
    one = seat("berit")
    page = opened(one, EditionPage(one.desk))
    assert "403 20 Göteborg" in words(page)
    assert "Kontrollerat" in words(page)
    assert not [button for button in page.findChildren(QAbstractButton, "rules.new") if button.isVisible()]


def test_who_prints_is_told_that_an_administrator_has_changed_where_all_post_goes(seat, opened):
    admin = seat("anna")
    page = opened(admin, PostPage(admin.desk, queue=Queue(), ways=OPEN))
    assert page.moved.isHidden()
    new = ("Skatteverket", "Förmedlingsuppdrag", "Box 99", "403 20 Göteborg")
    kept = admin.do(editions.kept)
    admin.do(
        lambda vault: editions.add(vault, replace(kept.draft, address="\n".join(new), source="Skatteverkets sida"))
    )
    page.shown()
    admin.settle()
    assert page.moved.isVisible()
    for word in (*new, "Anna", "skatteverket.se"):
        assert word in page.moved.text


# Return addresses


def test_the_owner_of_a_circle_chooses_among_the_approved_addresses(office, seat, opened):
    vault = office.as_("anna")
    second = senders.approve(vault, lines="Storstads kommun\nBox 99\n123 45 Storstad", neutral="")
    one = seat("anna")
    page = opened(one, SenderPage(one.desk))
    press(one, page, f"senders.circle.Skolan.{second}")
    assert page.unsaved()
    press(one, page, "senders.circle.Skolan.save")
    assert not page.unsaved()
    (choice,) = one.do(senders.choices)
    assert choice.chosen == {second}


# The form


def test_a_parcel_is_ordered_with_its_weight_and_measures(office, person, seat, opened):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.order")
    press(one, tab, "mail.kind.parcel")
    form = tab.form
    form["contents"].set_value("en bok")
    press(one, tab, "mail.others_named.False")
    press(one, tab, "mail.place")
    assert form["weight_g"].refused
    form.parcel.weight.set_value(2400)
    for side, value in (("length_mm", 120), ("width_mm", 20), ("height_mm", 10)):
        form.parcel.sides[side].set_value(value)
    press(one, tab, "mail.place")
    assert form["length_mm"].refused
    assert form["contents"].value() == "en bok"
    form.parcel.sides["length_mm"].set_value(40)
    press(one, tab, "mail.place")
    (made,) = tab.offer.orders
    assert (made.kind, made.parcel.weight_g, made.parcel.length_mm) == (Kind.PARCEL, 2400, 400)
    assert "2,4 kg" in words(tab)


def test_envelopes_of_any_size_are_ordered_and_one_too_large_is_refused(office, person, seat, opened):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.order")
    press(one, tab, "mail.pair.other")
    sides = tab.form.envelopes
    sides.inner.chosen.set_value("free")
    sides.inner.width_mm.set_value(230)
    sides.inner.height_mm.set_value(160)
    sides.outer.chosen.set_value("C5")
    tab.form["contents"].set_value("beslut")
    press(one, tab, "mail.others_named.False")
    press(one, tab, "mail.place")
    assert "går inte i" in sides.outer.chosen.refused
    assert tab.offer.orders == ()
    sides.outer.chosen.set_value("C4")
    tab.form["thickness_mm"].set_value(6)
    press(one, tab, "mail.delgivning")
    assert "kvittot" in words(tab)
    press(one, tab, "mail.place")
    (made,) = tab.offer.orders
    assert (made.pair.value, made.thickness_mm, made.delgivning) == ("230x160_C4", 6, True)


def test_a_half_written_parcel_of_free_sizes_survives_a_lock(person, seat, opened):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.order")
    press(one, tab, "mail.pair.other")
    tab.form.envelopes.inner.chosen.set_value("free")
    tab.form.envelopes.inner.width_mm.set_value(250)
    press(one, tab, "mail.kind.parcel")
    tab.form.parcel.weight.set_value(700)
    draft = tab.draft()
    again = MailTab(one.desk, person, OPEN)
    again.restore(draft)
    opened(one, again)
    assert again.draft() == draft


def test_naming_somebody_protected_in_the_circle_asks_why_and_keeps_what_was_typed(office, person, seat, opened):
    packing.person(office, 1)
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.order")
    form = tab.form
    form["contents"].set_value("beslut")
    press(one, tab, "mail.others_named.True")
    form["others"].set_value(f"Prov1 {packing.NAMES[1]}")
    press(one, tab, "mail.others_checked")
    assert not form["others_reason"].isVisible()
    press(one, tab, "mail.place")
    assert form["others_reason"].isVisible()
    assert form["others_reason"].refused
    assert packing.NAMES[1] in form["others"].value()
    form["others_reason"].set_value("Syskonen bor ihop")
    press(one, tab, "mail.place")
    assert len(tab.offer.orders) == 1


def test_a_letter_ends_with_how_the_handler_knows(office, person, printed, seat, opened):
    order = printed(delgivning=True)
    posting.post(office.as_("berit"), order, on=TODAY, reason=Unmatched.ALONE)
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    answer(Ended.RECEIPT.value)
    press(one, tab, "mail.close")
    assert state_of(one, order)[0] is State.DONE
    assert "Delgivningskvittot har kommit" in words(tab)


# The question


@pytest.fixture
def asked(office, person, printed):
    """Berit asks about a name in a letter to the person."""
    packing.person(office, 1)
    order = printed()
    naming.ask(office.as_("berit"), order, f"Prov1 {packing.NAMES[1]}\nNågon Annan")
    return order


def test_the_handler_sees_who_is_meant_and_lets_the_letter_go(asked, person, seat, opened):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    assert "Står någon mer med i F-2026-0001?" in words(tab)
    assert packing.NAMES[1] not in words(tab)
    press(one, tab, "mail.question.show")
    assert "Någon Annan" in words(tab)
    assert "Skyddad i kretsen" in words(tab)
    tab.left()
    assert "Någon Annan" not in words(tab)
    press(one, tab, "mail.question.show")
    press(one, tab, "mail.question.clear")
    assert one.do(naming.questions) == ()
    assert "Står någon mer med" not in words(tab)
    assert state_of(one, asked)[0] is State.PRINTED


def test_the_handler_stops_the_letter_and_the_post_sees_only_that(asked, person, seat, opened):
    one = seat("anna")
    tab = opened(one, MailTab(one.desk, person, OPEN))
    press(one, tab, "mail.question.show")
    answer("yes")
    press(one, tab, "mail.question.stop")
    assert state_of(one, asked)[0] is State.CANCELLED
    assert "Handläggaren stoppade brevet" in words(tab)


def test_a_letter_that_waits_for_an_answer_says_so_and_is_not_posted(asked, seat, opened):
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue(), ways=OPEN))
    assert "fått en fråga" in words(page)
    assert packing.NAMES[1] not in words(page)
    press(one, page, "post.unmatched")
    page.letter.post_step.reason.set_value(Unmatched.ALONE)
    press(one, page, "post.post")
    assert state_of(one, asked)[0] is State.PRINTED


def test_the_clerk_asks_about_a_single_letter_too(office, printed, seat, opened, typed):
    order = printed()
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue(), ways=OPEN))
    press(one, page, "letter.others")
    typed(find(page, "letter.others.names", QPlainTextEdit), "Kim Exempel")
    press(one, page, "letter.others.send")

    def read(vault):
        with vault.read() as reader:
            return [found.mail_order for found in reader.rows(select(records.question))]

    assert one.do(read) == [order]


# The ledger


def test_the_ledger_is_narrowed_by_kind_days_and_words(office, ordered, printed, seat, opened):
    ordered(kind=Kind.REK)
    second = printed()
    posting.post(office.as_("berit"), second, on=TODAY, reason=Unmatched.ALONE)
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    page.ledger.filters.state.set_value("all")
    one.settle()
    assert len(page.table.rows()) == 2
    press(one, page, "post.more")
    page.ledger.filters.kind.set_value(Kind.REK)
    one.settle()
    assert [found.label for found in page.table.rows()] == ["F-2026-0001"]
    press(one, page, "post.clear")
    assert len(page.table.rows()) == 2
    page.ledger.filters.first.set_value(TODAY)
    page.ledger.filters.changed.emit()
    one.settle()
    assert [found.label for found in page.table.rows()] == ["F-2026-0002"]


def test_a_letter_that_came_back_is_found_by_the_code_on_it(office, printed, seat, opened, typed):
    order = printed()
    posting.post(office.as_("berit"), order, on=TODAY, reason=Unmatched.ALONE)
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue()))
    assert page.letter.row is None
    press(one, page, "post.came_back")
    typed(page.ledger.code.line, "AAAA\n")
    one.settle()
    assert page.ledger.code.refused
    page.ledger.code.clear()
    typed(page.ledger.code.line, row(one, order).piece + "\n")
    one.settle()
    assert page.letter.row.id == order
    press(one, page, "post.return_reason.not_collected")
    press(one, page, "post.return")
    assert state_of(one, order)[0] is State.RETURNED


def test_a_letter_in_a_batch_is_worked_with_there(office, seat, opened):
    packing.begun(office, [packing.order(office)])
    one = seat("berit")
    page = opened(one, PostPage(one.desk, queue=Queue(), ways=OPEN))
    assert "Brevet ligger i bunt S-2026-0001" in words(page)
    assert not [button for button in page.findChildren(QAbstractButton, "post.print") if button.isVisible()]
    press(one, page, "post.open_batch")
    assert page.batch.batch.label == "S-2026-0001"


# Printers


def test_a_test_page_is_reached_from_the_post_page(seat, opened):
    one, queue = seat("berit"), Queue()
    page = opened(one, PostPage(one.desk, queue=queue))
    page.show_tab("printers")
    press(one, page, "printers.test")
    dialog = page.printer_page.dialog
    press(one, dialog, "printers.dialog.print")
    assert len(queue.sent) == 1
    dialog.close()


def test_the_window_of_the_envelopes_is_remembered_and_rubbish_is_not(tmp_path):
    file = tmp_path / "window.json"
    place = {"left": 20.0, "top": 45.0, "width": 90.0, "height": 35.0}
    assert RememberedWindow(file).window() is None
    RememberedWindow(file).keep_window(place)
    assert RememberedWindow(file).window() == place
    for rubbish in (b"[]", b"{}", b'{"left": "x", "top": 1, "width": 1, "height": 1}', b"\xff", b'{"left": 999}'):
        file.write_bytes(rubbish)
        assert RememberedWindow(file).window() is None
