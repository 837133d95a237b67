"""What an event means, when a line is due and what the one who registers is warned of."""

from datetime import date, timedelta

import pytest

from spidesk.intake.rules import (
    Answer,
    Question,
    due_on,
    opening_warnings,
    protection_after,
    questions_for,
    settled,
)
from spidesk.intake.rules import Checklist as List
from spidesk.person.rules import Category, EventKind, Protection, Skydd, SkyddState

TODAY = date(2026, 11, 21)
NOW = Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.DECIDED, valid_from=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("answer", "stays", "expected"),
    [
        (None, False, False),
        (None, True, False),
        (Answer.YES, True, True),
        (Answer.NOT_APPLICABLE, True, True),
        (Answer.NO, False, True),
        (Answer.NO, True, False),
    ],
)
def test_a_line_is_settled_when_nothing_is_left_to_do(answer, stays, expected):
    assert settled(answer, stays=stays) is expected


def test_a_line_is_never_due_before_it_was_asked():
    question = Question(key="k", text="?", source="s", within=7, stays=True)
    assert due_on(question, TODAY - timedelta(days=400), TODAY) == TODAY + timedelta(days=7)
    assert due_on(question, TODAY, TODAY) == TODAY + timedelta(days=7)


def test_lines_for_others_are_left_out():
    questions = tuple(
        Question(key=str(at), text="?", source="s", within=7, stays=True, categories=categories)
        for at, categories in enumerate([(), (Category.ELEV,), (Category.ANSTALLD, Category.KLIENT)])
    )
    checklist = List(kind=EventKind.MOVED, edition=TODAY, questions=questions)
    assert [one.key for one in questions_for(checklist, Category.ELEV)] == ["0", "1"]
    assert [one.key for one in questions_for(checklist, Category.KLIENT)] == ["0", "2"]


def test_a_lapse_before_the_start_does_not_turn_the_dates_round():
    ended = protection_after(EventKind.LAPSED, date(2025, 6, 1), NOW, None)
    assert (ended.state, ended.valid_from, ended.valid_until) == (SkyddState.ENDED, None, date(2025, 6, 1))


@pytest.mark.parametrize("kind", [EventKind.MOVED, EventKind.LEFT, EventKind.DECEASED, EventKind.REGISTERED])
def test_other_events_leave_the_protection_alone(kind):
    assert protection_after(kind, TODAY, NOW, None) is None


def test_warnings_fit_what_is_said():
    assert opening_warnings(Skydd.SKYDDAD_FOLKBOKFORING, SkyddState.DECIDED, Category.KLIENT, seen=True) == ()
    assert opening_warnings(Skydd.SEKRETESSMARKERING, SkyddState.PRELIMINARY, Category.ELEV, seen=False) == (
        "decision_unseen",
        "preliminary",
        "still_distributed",
        "two_guardians",
    )
