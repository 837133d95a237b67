"""The rules of förmedling as editions: what is in force, where it comes from, and a new one after looking at it.

A new edition goes out on every envelope, so it is added only after its papers have been seen as they will be printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions import editions
from spidesk.mail.actions.editions import Kept, KeptEdition
from spidesk.mail.document import papers
from spidesk.mail.page import words
from spidesk.mail.rules.edition import LIMITS, PERSONAL_LENGTH, SOURCE_LENGTH, EditionDraft
from spidesk.mail.rules.order import PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import DateField, LongTextField, NumberField, TextField
from spidesk.ui.fields.day import read_day
from spidesk.ui.form import Form
from spidesk.ui.page import Page
from spidesk.ui.paper import PaperView
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import (
    Card,
    ChipKind,
    Facts,
    Flow,
    Notice,
    NoticeKind,
    PrimaryButton,
    QuietButton,
    Subheading,
)

_PICTURE: Final = 300
"""The height of each picture, in pixels."""
_SHOWN: Final = (PaperKind.OUTER, PaperKind.INNER_FRONT)
_UNITS: Final = {
    "forwarding_days": "dagar",
    "parcel_weight_g": "g",
    "parcel_length_mm": "mm",
    "parcel_girth_mm": "mm",
    "outer_thickness_mm": "mm",
}


class EditionPage(Page):
    """The list, the chosen edition, and for a valvadministratör the form of a new one."""

    help = "post"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.title = self.tr("Förmedlingsregler")
        self._desk = desk
        self._kept: Kept | None = None
        self._seen: EditionDraft | None = None
        self._fresh = False
        self._waiting: Mapping[str, Any] | None = None
        tr = self.tr
        self.notice = marked(Notice(NoticeKind.ERROR), "rules.notice")
        self.table = self._editions()
        self._facts = Facts()
        self.new = marked(PrimaryButton(tr("Ny utgåva"), icon="plus", clicked=self._begin), "rules.new")
        kept = Card(
            tr("Regler för förmedling"),
            tr("Adress, ordalydelse och gränser enligt Skatteverket. Brev som redan är beställda behåller sin utgåva."),
        )
        kept.add(self.table, self._facts, Flow(self.new))
        self.form = self._make_form()
        self.pictures = [PaperView(words.sheets()[one]) for one in _SHOWN]
        for picture, kind in zip(self.pictures, _SHOWN, strict=True):
            picture.setFixedHeight(_PICTURE)
            marked(picture, f"rules.picture.{kind.value}")
        self._preview = Card(tr("Så blir kuverten"))
        for picture, kind in zip(self.pictures, _SHOWN, strict=True):
            self._preview.add(Subheading(words.sheets()[kind]), picture)
        self._card = Card(tr("Ny utgåva"))
        self._card.add(self.form)
        self._scroll = self.scrolling(widest=900)
        self._scroll.add(self.notice, kept, self._card, self._preview)
        self._card.hide()
        self._preview.hide()

    def shown(self) -> None:
        """The page has come into view."""
        self._desk.lane.submit(self, editions.kept, done=self._show, refused=self._refused)

    def unsaved(self) -> bool:
        """Whether an edition is half written."""
        return not self._card.isHidden() and self.form.dirty

    def draft(self) -> Mapping[str, Any] | None:
        """The half-written edition as plain values."""
        if not self.unsaved():
            return None
        values = self.form.values()
        days = {key: values[key].isoformat() if values[key] else "" for key in ("valid_from", "checked_on")}
        return {**values, **days}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show it again, when the editions have been read."""
        self._waiting = draft
        if self._kept is not None:
            self._take_up(self._kept)

    def _make_form(self) -> Form:
        tr = self.tr
        form = Form(save_text=tr("Granska"))
        form.leaves = True
        form.undo.set_words(tr("Avbryt"))
        marked(form.save, "rules.add")
        marked(form.undo, "rules.cancel")
        form.add_row(
            ("valid_from", named(DateField(tr("Gäller från")), "rules.valid_from")),
            ("checked_on", named(DateField(tr("Kontrollerat")), "rules.checked_on")),
        )
        source = LongTextField(
            tr("Källa"),
            help=tr("Var uppgifterna står, så att nästa kan kontrollera dem."),
            longest=SOURCE_LENGTH,
            rows=2,
        )
        form.add("source", named(source, "rules.source"))
        address = LongTextField(tr("Ytterkuvertets adress"), help=tr("Postnummer och ort sist."), longest=300, rows=5)
        form.add("address", named(address, "rules.address"))
        personal = TextField(
            tr("Ordalydelse vid personlig utlämning"), help=tr("Bredvid personnumret."), longest=PERSONAL_LENGTH
        )
        form.add("personal", named(personal, "rules.personal"))
        titles = words.figures()
        for key, (least, most) in LIMITS.items():
            field = NumberField(titles[key], least=least, most=most, unit=_UNITS[key])
            form.add(key, named(field, f"rules.{key}"))
        form.saved.connect(self._add)
        form.undone.connect(self._close)
        form.changed.connect(self._touched)
        self.again = marked(QuietButton(tr("Granska igen"), icon="eye", clicked=self._ask_preview), "rules.preview")
        self.again.hide()
        form.place(self.again)
        return form

    def _begin(self) -> None:
        if self._kept is not None:
            self._fill(self._kept.draft)
            self._open()

    def _fill(self, draft: EditionDraft) -> None:
        self.form.fill({key: getattr(draft, key) for key in draft.__dataclass_fields__})

    def _open(self) -> None:
        self._card.show()
        self.new.hide()
        self._unsee()
        self.form["source"].take_focus()

    def _close(self) -> None:
        self._card.hide()
        self._preview.hide()
        self.new.setVisible(self._kept is not None and self._kept.may_change)

    def _drafted(self) -> EditionDraft:
        return EditionDraft(**self.form.values())

    def _touched(self) -> None:
        if self._seen is not None and self._drafted() != self._seen:
            self._unsee()

    def _unsee(self) -> None:
        """What is typed now has not been looked at."""
        self._seen = None
        self._preview.hide()
        self.form.save.set_words(self.tr("Granska"), icon="eye")

    def _add(self) -> None:
        draft = self._drafted()
        if self._seen != draft:
            self._ask_preview()
            return
        self.form.set_busy(True)
        self._desk.lane.submit(
            self, lambda vault: editions.add(vault, draft), done=lambda _: self._added(), refused=self.form.refuse
        )

    def _ask_preview(self) -> None:
        draft = self._drafted()
        self.form.set_busy(True)
        self._desk.lane.submit(
            self,
            lambda vault: editions.preview(vault, draft),
            done=lambda samples: self._draw(draft, samples),
            refused=self.form.refuse,
        )

    def _draw(self, draft: EditionDraft, samples: tuple[Envelope, ...]) -> None:
        chosen = (samples[0], samples[-1])

        def made() -> list[bytes]:
            return [papers.make(kind, sample).pdf for kind, sample in zip(_SHOWN, chosen, strict=True)]

        self._desk.press.submit(self, made, done=lambda pdfs: self._drawn(draft, pdfs), refused=self.form.refuse)

    def _drawn(self, draft: EditionDraft, pdfs: list[bytes]) -> None:
        self.form.set_busy(False)
        if draft != self._drafted():
            return
        self._seen = draft
        for picture, pdf in zip(self.pictures, pdfs, strict=True):
            picture.show_paper(pdf)
        self._preview.show()
        self.form.save.set_words(self.tr("Lägg till utgåvan"), icon="check")
        self.form.save.setFocus()
        QTimer.singleShot(0, self, self._look)
        self._desk.say(self.tr("Granska bilderna. Lägg sedan till utgåvan."), "ok")

    def _look(self) -> None:
        """The button at the top of what is seen, so that the pictures below it are seen before it is pressed."""
        top = self.form.save.mapTo(self._scroll.content, QPoint(0, 0)).y()
        self._scroll.verticalScrollBar().setValue(top - 12)

    def _added(self) -> None:
        self.form.set_busy(False)
        self.form.mark_clean()
        self._fresh = True
        self._close()
        self._desk.say(self.tr("Utgåvan är tillagd. Det står i loggen."), "ok")
        self.shown()

    def _show(self, kept: Kept) -> None:
        self._kept = kept
        said = self.tr(
            "{count} utgåvor används inte: de är inte skrivna av en valvadministratör, eller ändrade efteråt."
        )
        self.notice.say(said.format(count=kept.ignored) if kept.ignored else "", NoticeKind.WARNING, aloud=False)
        self.table.set_rows(kept.editions, keep=lambda one: (one.edition.id, one.edition.valid_from))
        self.table.fit(6)
        if self.table.current() is None or self._fresh:
            self.table.choose(lambda one: one.in_force)
        self._fresh = False
        self.new.setVisible(kept.may_change and self._card.isHidden())
        if self._waiting is not None:
            self._take_up(kept)

    def _take_up(self, kept: Kept) -> None:
        draft, self._waiting = self._waiting, None
        if draft is None or not kept.may_change:
            return
        self._fill(kept.draft)
        self._open()
        for key, value in draft.items():
            if key in self.form.values():
                self.form[key].set_value(read_day(str(value)) if key in ("valid_from", "checked_on") else value)

    def _chosen(self, one: KeptEdition | None) -> None:
        if one is None:
            self._facts.show_facts([])
            return
        edition, tr, titles = one.edition, self.tr, words.figures()
        made = f"{one.made_by}, {words.day(one.made_on)}" if one.made_by else tr("följde med programmet")
        facts: list[tuple[str, str | QWidget]] = [
            (tr("Gäller från"), words.day(edition.valid_from)),
            (tr("Kontrollerat"), words.day(edition.checked_on)),
            (tr("Källa"), edition.source),
            (tr("Ytterkuvertets adress"), "\n".join(edition.address)),
            (tr("Personlig utlämning"), edition.personal),
            *((titles[key], f"{getattr(edition, key)} {_UNITS[key]}") for key in LIMITS),
            (tr("Upplagd av"), made),
        ]
        self._facts.show_facts(facts)

    def _refused(self, refusal: Refusal) -> None:
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _editions(self) -> RowTable[KeptEdition]:
        tr = self.tr
        columns: list[Column[KeptEdition]] = [
            Column(tr("Gäller från"), lambda one: words.day(one.edition.valid_from), width=130),
            Column(
                tr("Läge"),
                lambda one: tr("Gäller nu") if one.in_force else tr("Gäller inte"),
                chip=lambda one: ChipKind.OK if one.in_force else ChipKind.NEUTRAL,
                width=140,
            ),
            Column(tr("Källa"), lambda one: one.edition.source),
            Column(tr("Kontrollerat"), lambda one: words.day(one.edition.checked_on), width=130, spare=True),
        ]
        table: RowTable[KeptEdition] = RowTable(columns, name=tr("Utgåvor av reglerna"))
        marked(table.view, "rules.table")
        table.chosen.connect(self._chosen)
        return table
