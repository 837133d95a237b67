"""The bench itself: every figure of the table is produced. No second is judged here."""

import json

from tests.bench.figures import Figure, as_json, percentile, table
from tests.bench.run import measured

WANTED = (
    "start to unlock window",
    "unlock to a usable list",
    "index ready in the background",
    "search, per keystroke with drawing, p95",
    "open a person's page, p50",
    "20 inner + outer envelopes to PDF",
    "batch of 20: every paper to PDF",
    "batch: match one letter, p95",
    "overhead of sealing over SQLCipher",
    "save, p99",
    "memory, index and list ready",
    "verify in the background",
)


def test_every_figure_is_produced(tmp_path):
    figures = measured(tmp_path, count=200, letters=20, saves=2, starts=1, effort=2, told=lambda _: None)
    found = {one.name: one for one in figures}
    assert [name for name in WANTED if name not in found] == []
    assert all(one.value > 0 for one in figures if "leave behind" not in one.name)
    assert found["verify in the background"].note.endswith("whole")
    assert found["bulk read, sealed in SQLCipher"].note == "200 people"
    assert len(json.loads(as_json(figures, 200))["figures"]) == len(table(figures).splitlines()) == len(figures)


def test_a_missed_figure_is_marked():
    slow = Figure(name="x", value=2.0, unit="s", under=1.0)
    assert not slow.held
    assert "MISSED" in table([slow])
    assert percentile([float(one) for one in range(1, 101)], 95) == 95.0
