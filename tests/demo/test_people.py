"""The file of people that `--people` takes: read as written, and refused by place, never by value."""

from datetime import date
from pathlib import Path

import pytest

from spidesk import shipped
from spidesk.demo import people
from spidesk.demo.people import PeopleFileError
from spidesk.person import identity

WHOLE = """
[[person]]
given = "Prov"
number = "not a number at all"
[person.protection]
level = "sekretessmarkering"
state = "decided"
from = 2025-03-01
until = "2024-02-31"
[[person.channel]]
kind = "telefon"
rule = "never"
[person.letter]
kind = "ordinary"
envelopes = "DL/C5"
"""


def _load(tmp_path, text):
    file = tmp_path / "people.toml"
    file.write_text(text, encoding="utf-8")
    return people.load(file)


def test_values_are_kept_as_written_so_that_the_windows_judge_them(tmp_path):
    (case,) = _load(tmp_path, WHOLE)
    assert case.number == "not a number at all"
    assert (case.protection.valid_from, case.protection.valid_until) == ("2025-03-01", "2024-02-31")
    assert case.channels[0].rule == "never"
    assert case.letter.envelopes == "DL/C5"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('state = "decided"', 'state = "sure"', "protection: state must be one of"),
        ('given = "Prov"', 'surname = "Hemlig"', "unknown key surname"),
        ('rule = "never"', "", "channel: a key is missing"),
        ("[person.protection]", "[person.shield]", "protection: missing"),
        ('number = "not a number at all"', "number = 12", "number must be text"),
        ("[[person]]", "[[people]]", "expected one or more"),
        ('given = "Prov"', 'given = "Prov', "people.toml:"),
    ],
)
def test_a_file_that_is_not_of_the_format_is_refused_by_place(tmp_path, old, new, said):
    with pytest.raises(PeopleFileError) as refused:
        _load(tmp_path, WHOLE.replace(old, new, 1))
    assert said in str(refused.value)
    assert "Hemlig" not in str(refused.value)


def test_the_built_in_people_are_twelve_in_three_circles_with_published_test_numbers():
    cases = people.load(shipped.path("demo", "people.toml"))
    assert len(cases) == 12
    assert len({case.circle for case in cases}) == 3
    # Drawn out of Skatteverket's published list, which holds nobody: a demo number that is not here is somebody's.
    published = set(Path(__file__).with_name("published.txt").read_text(encoding="ascii").split())
    numbers = {identity.parse(case.number, today=date(2026, 11, 21)).canonical for case in cases}
    assert len(numbers) == 12
    assert numbers <= published
