"""Roles that fit, stages, and what is compared by eye."""

from base64 import b32decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.admin import rules
from spidesk.admin.rules import Stage
from spidesk.refusal import Refusal
from spidesk.vault.session import CircleKind, Role


def test_kinds_and_roles_are_those_of_the_vault():
    assert {rules.PERSONS, rules.POST} == set(CircleKind)
    offered = set(rules.fitting_roles(rules.PERSONS)) | set(rules.fitting_roles(rules.POST))
    assert offered == set(Role) - {Role.VALVADMINISTRATOR}


@pytest.mark.parametrize(
    ("kind", "roles", "code"),
    [
        (CircleKind.PERSONS, [], "admin.no_roles"),
        (CircleKind.PERSONS, [Role.HANDLAGGARE, Role.POSTEXPEDITOR], "admin.role_unfit"),
        (CircleKind.PERSONS, [Role.VALVADMINISTRATOR], "admin.role_unfit"),
        (CircleKind.POST, [Role.HANDLAGGARE], "admin.role_unfit"),
    ],
)
def test_roles_that_do_not_fit_are_refused(kind, roles, code):
    with pytest.raises(Refusal) as refused:
        rules.check_roles(kind, roles)
    assert (refused.value.code, refused.value.field) == (code, "roles")


def test_a_user_comes_stage_by_stage():
    assert rules.stage("new", compared=False) is Stage.FIRST
    assert rules.stage("active", compared=False) is Stage.WORDS
    assert rules.stage("active", compared=True) is Stage.READY
    assert rules.stage("closed", compared=True) is Stage.CLOSED


def test_the_first_thing_not_chosen_is_asked_for_first():
    assert rules.unchosen(kind=None, owner=None).field == "kind"
    assert rules.unchosen(kind="post", owner=None).field == "owner"
    assert rules.unchosen(kind="post", owner="a").field == "recoverable"


def test_a_proof_counts_composed_letters_as_one():
    rules.check_again("a\u030akare", "åkare")
    with pytest.raises(Refusal):
        rules.check_again("åkare", "akare")


@given(st.binary(min_size=32, max_size=32))
def test_a_head_is_written_whole(head):
    text = "".join(rules.readable(head))
    assert b32decode(text + "=" * (-len(text) % 8)) == head
