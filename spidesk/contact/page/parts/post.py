"""Where post goes: the choice is seen, where to is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spidesk.contact import actions
from spidesk.contact.actions import Overview, PostEdit
from spidesk.contact.page import words
from spidesk.contact.page.conflict import Conflict, Pair
from spidesk.contact.page.entry import Entry
from spidesk.contact.page.part import Editor, Part, Work
from spidesk.contact.page.when import needed
from spidesk.contact.records import PostRow
from spidesk.contact.rules import Post, confirmed
from spidesk.person.page.desk import Desk
from spidesk.person.rules import PersonRef, PostWay
from spidesk.ui.fields import Choice, ChoiceField, DateField, LongTextField, RadioField, TickField
from spidesk.ui.words import Card, Chip, ChipKind, Facts, Muted, Notice, NoticeKind, PlainLabel, Row
from spidesk.vault.vault import Vault


class PostForm(Entry):
    """Fields by the names the rules refuse by."""

    def __init__(self, edit: PostEdit) -> None:
        super().__init__("contact.post")
        self._edit = edit
        tr = self.tr
        ways = [Choice(value=one, text=text) for one, text in words.ways().items()]
        self._way = self.put("way", RadioField(tr("Hur går posten?"), ways))
        place = LongTextField(tr("Var och hur hämtas den?"), longest=500, rows=2, sensitive=True)
        self._collect = self.put("collect", place)
        self._warning = Notice(
            NoticeKind.WARNING,
            tr("En adress kan röja var personen finns. Är du det minsta osäker, välj förmedling genom Skatteverket."),
        )
        self.place(self._warning)
        self._address = self.put("address", LongTextField(tr("Adress"), longest=500, rows=3, sensitive=True))
        self._reason = self.put("reason", LongTextField(tr("Varför inte förmedling?"), longest=500, rows=2))
        self._safe = self.put("address_safe", TickField(tr("Jag har frågat personen och adressen är säker")))
        decided = ChoiceField(
            tr("Vem har bestämt"),
            [Choice(value=one, text=text) for one, text in words.deciders().items()],
            empty=tr("Välj …"),
        )
        self.put_row(("decided_by", decided), ("confirmed_on", DateField(tr("Senast bekräftat"))))
        self.fill(
            {
                "way": edit.way,
                "collect": edit.post.collect,
                "address": edit.post.address,
                "reason": edit.post.reason,
                "address_safe": edit.post.address_safe,
                "decided_by": edit.post.decided_by,
                "confirmed_on": edit.confirmed_on,
            }
        )
        self.changed.connect(self._adapt)
        self._adapt()

    def edit(self) -> PostEdit:
        """What is typed, on the versions the form was opened with."""
        values = self.values()
        post = Post(
            collect=values["collect"],
            address=values["address"],
            reason=values["reason"],
            address_safe=values["address_safe"],
            decided_by=values["decided_by"],
        )
        confirmed_on = needed(values["confirmed_on"], "confirmed_on")
        return replace(self._edit, way=values["way"], post=post, confirmed_on=confirmed_on)

    def _adapt(self) -> None:
        way = self._way.value()
        self._collect.setVisible(way is PostWay.HAMTAS)
        for widget in (self._warning, self._address, self._reason, self._safe):
            widget.setVisible(way is PostWay.ADRESS)


class PostPart(Part):
    """Post: one choice, confirmed like a channel."""

    def __init__(self, desk: Desk, person: PersonRef) -> None:
        super().__init__(desk, person, "post")
        self._row: PostRow | None = None
        self._card = Card(self.tr("Post"))
        self.add(self._card)

    def show_overview(self, overview: Overview) -> None:
        """Show where post goes; an open form stays."""
        self._row = overview.post
        self.refresh()

    def begin(self, kind: str, row: str, ready: Callable[[], object] | None = None) -> None:
        """Open the form on what stands."""
        person = self.person
        self.ask(lambda vault: actions.open_post(vault, person), lambda edit: self._open(edit, ready))

    def refresh(self) -> None:
        """What stands, or the form."""
        self.show_in(self._card, self._standing)

    def _standing(self) -> None:
        row, card = self._row, self._card
        if row is None:
            card.add(Muted(self.tr("Ingen har frågat hur posten ska gå. Skicka inget innan det är bestämt.")))
            card.add(Row(self.button(self.tr("Bestäm hur posten går"), "edit", "contact.post.edit", self._edit)))
            return
        if row.way is PostWay.ADRESS:
            card.add(Row(Chip(ChipKind.SEKRETESS, self.tr("Adress som personen har lämnat"))))
            card.add(
                PlainLabel(self.tr("Fråga personen före utskick om du är osäker på att adressen fortfarande är säker."))
            )
        else:
            card.add(Row(Chip(ChipKind.OK, words.ways()[row.way])))
        if row.way is not PostWay.FORMEDLING:
            card.add(self.masked(self.tr("Vart"), "contact.post.where", self._where()))
        card.add(Facts([(self.tr("Bekräftat"), words.day(row.confirmed_on))]))
        if not confirmed(row.confirmed_on, self.desk.today()):
            card.add(Row(Chip(ChipKind.OVERDUE, self.tr("Inte bekräftat på 12 månader"))))
        card.add(Row(self.button(self.tr("Ändra"), "edit", "contact.post.edit", self._edit)))

    def _where(self) -> Callable[[Vault], str]:
        person = self.person

        def work(vault: Vault) -> str:
            edit = actions.open_post(vault, person)
            post = Post() if edit is None else edit.post
            return words.told(("Hämtas", post.collect), ("Adress", post.address), ("Därför", post.reason))

        return work

    def _edit(self) -> None:
        self.begin("edit", "")

    def _open(self, edit: PostEdit | None, ready: Callable[[], object] | None) -> None:
        shown = edit or PostEdit(confirmed_on=self.desk.today())
        form, person = PostForm(shown), self.person
        self.open_editor(
            Editor(
                kind="edit",
                form=form,
                versions=(shown.version, shown.part_version),
                make=lambda seen: _saving(person, self._typed(form), seen),
                changed=self._changed,
            ),
            self.tr("Hur går posten?") if edit is None else self.tr("Ändra hur posten går"),
        )
        form["way"].setFocus()
        if ready is not None:
            ready()

    def _typed(self, form: PostForm) -> PostEdit:
        version, part_version = self.editor.versions if self.editor is not None else (0, 0)
        return replace(form.edit(), version=version, part_version=part_version)

    def _changed(self) -> None:
        person = self.person
        self.ask(lambda vault: actions.open_post(vault, person), self._compare)

    def _compare(self, stored: PostEdit | None) -> None:
        editor = self.editor
        if editor is None or stored is None or not isinstance(editor.form, PostForm):
            return
        typed = self._typed(editor.form)
        editor.versions = (stored.version, stored.part_version)
        self.show_conflict(Conflict(_compared(stored, typed), keep=self.keep, mine=editor.form.submit, key="post"))


def _saving(person: PersonRef, edit: PostEdit, seen: frozenset[str]) -> Work:
    return lambda vault: actions.save_post(vault, person, edit, seen=seen)


def _compared(stored: PostEdit, typed: PostEdit) -> list[Pair]:
    one, other = _said(stored), _said(typed)
    return [(name, text, other[name]) for name, text in one.items()]


def _said(edit: PostEdit) -> dict[str, str]:
    post = edit.post
    return {
        "Hur": words.ways()[edit.way] if edit.way else "",
        "Var och hur den hämtas": post.collect,
        "Adress": post.address,
        "Varför inte förmedling": post.reason,
        "Vem har bestämt": words.deciders()[post.decided_by] if post.decided_by else "",
        "Senast bekräftat": words.day(edit.confirmed_on),
    }
