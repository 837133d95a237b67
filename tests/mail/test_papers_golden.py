"""The golden papers: what was looked at once stands where it stood, and looks as it looked, within half a millimetre.

A change that was meant: `python -m tests.mail.papering`, look at every picture, keep them.
"""

import json

import pypdfium2
import pytest
from PIL import Image, ImageChops

from tests.mail.papering import GOLDEN, codes, golden_papers, picture, placed

NEAR = 0.5
KEPT = json.loads((GOLDEN / "positions.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made():
    return golden_papers()


def test_every_paper_has_its_golden_one(made):
    assert sorted(made) == sorted(KEPT)
    pictures = {f"{name}-{at + 1}.png" for name, paper in made.items() for at in range(paper.pages)}
    assert pictures == {one.name for one in GOLDEN.glob("*.png")}


@pytest.mark.parametrize("name", KEPT)
def test_everything_stands_where_it_stood(made, name):
    paper, kept = made[name], KEPT[name]
    assert (paper.width, paper.height) == (kept["width"], kept["height"])
    assert paper.pages == len(kept["pages"])
    for at, page in enumerate(kept["pages"]):
        found = placed(paper, at)
        assert [(text, size) for text, _, _, size in found] == [(text, size) for text, _, _, size in page["texts"]]
        for (text, left, base, _), (_, was_left, was_base, _) in zip(found, page["texts"], strict=True):
            assert abs(left - was_left) <= NEAR, text
            assert abs(base - was_base) <= NEAR, text
        read = codes(paper, at)
        assert [one[0] for one in read] == [one[0] for one in page["codes"]]
        for one, was in zip(read, page["codes"], strict=True):
            assert all(abs(now - then) <= NEAR for now, then in zip(one[1:], was[1:], strict=True))


@pytest.mark.parametrize("name", KEPT)
def test_every_page_looks_as_it_looked(made, name):
    """Drawn alike but for the greys at the edges of letters, which may differ with the drawing library."""
    paper = made[name]
    for at in range(paper.pages):
        with Image.open(GOLDEN / f"{name}-{at + 1}.png") as file:
            kept = file.convert("L")
        drawn = picture(paper, at, 72)
        assert drawn.size == kept.size
        differs = ImageChops.difference(drawn, kept).point(lambda value: 255 if value > 128 else 0)
        assert sum(1 for value in differs.tobytes() if value) < 20


@pytest.mark.parametrize("name", KEPT)
def test_a_letter_in_the_file_is_a_letter_on_the_paper(made, name):
    """What pypdf reads is also what is drawn: pdfium, which draws, reads the same words."""
    paper = made[name]
    document = pypdfium2.PdfDocument(paper.pdf)
    for at in range(paper.pages):
        drawn = "".join(document[at].get_textpage().get_text_range().split())
        assert sorted(drawn) == sorted("".join("".join(text.split()) for text, *_ in placed(paper, at)))
