"""Beside the list: the chosen circle, its members, and what a kretsägare may do with each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk.admin.actions import CircleView, MemberView, Overview
from spidesk.admin.page import words
from spidesk.person.page.naming import marked
from spidesk.ui.look import theme
from spidesk.ui.words import (
    Card,
    Chip,
    ChipKind,
    Facts,
    Heading,
    Muted,
    Notice,
    NoticeKind,
    PlainLabel,
    QuietButton,
    Row,
    Rule,
    Stack,
    Subheading,
)
from spidesk.vault.session import CircleKind


class CircleDetail(Card):
    """`roles(MemberView)` and `remove(MemberView)`: pressed for a member of the circle shown."""

    roles = Signal(object)
    remove = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._hint = Muted(self.tr("Välj en krets i listan."))
        self._heading = Heading("")
        self._facts = Facts()
        self._waits = Notice(NoticeKind.INFO)
        self._title = Subheading(self.tr("Medlemmar"))
        self._members = Stack(gap=10)
        self._note = Muted("")
        self._all: tuple[QWidget, ...] = (
            self._heading,
            self._facts,
            self._waits,
            self._title,
            self._members,
            self._note,
        )
        self.add(self._hint, *self._all)
        self.column.addStretch(1)
        self.show_circle(None, None)

    def show_circle(self, circle: CircleView | None, overview: Overview | None) -> None:
        """Show a circle, or that none is chosen."""
        known = circle is not None and overview is not None
        for widget in self._all:
            widget.setVisible(known)
        self._hint.setVisible(not known)
        self._members.clear()
        if circle is None or overview is None:
            return
        one = circle.circle
        self._heading.setText(one.name)
        facts = [(self.tr("Nämnd"), one.namnd), (self.tr("Till för"), words.kind(one.kind))]
        if one.kind is CircleKind.PERSONS:
            facts.append((self.tr("Brev skrivs ut av"), circle.post_name or self.tr("Ingen postkrets")))
        opened = self.tr("Ja, två av tre kort") if one.recoverable else self.tr("Nej, bara medlemmarna")
        facts.append((self.tr("Öppnas av korten"), opened))
        facts.append((self.tr("Skapades för"), circle.owner_name))
        self._facts.show_facts(facts)
        waits = self.tr("Väntar på {name}. Kretsen kan användas när ägaren har öppnat valvet.")
        self._waits.say(waits.format(name=circle.owner_name) if one.waiting else "", aloud=False)
        self._title.setVisible(not one.waiting)
        may = circle.mine and not overview.session.read_only
        for at, member in enumerate(circle.members):
            if at:
                self._members.add(Rule())
            self._members.add(self._line(member, may, me=member.user == overview.session.user.id))
        self._note.setText(
            self.tr("Nya medlemmar släpps in från fliken Användare.")
            if may
            else self.tr("Bara kretsägaren släpper in, ändrar roller och tar bort.")
        )
        self._note.setVisible(not one.waiting)

    def _line(self, member: MemberView, may: bool, *, me: bool) -> QWidget:
        shown = self.tr("{name} (du)").format(name=member.name) if me else member.name
        name = PlainLabel(shown)
        theme.scaled(name, 1.0, bold=True)
        since = self.tr("Sedan {day}").format(day=words.day(member.since))
        line = Stack(name, PlainLabel(words.roles(member.roles).capitalize()), Muted(since), gap=2)
        if member.out_of_date:
            line.add(Row(Chip(ChipKind.SEKRETESS, self.tr("Nya nycklar, måste släppas in igen"))))
        if may:
            change = QuietButton(
                self.tr("Ändra roller"),
                icon="edit",
                clicked=lambda: self.roles.emit(member),
                name=self.tr("Ändra roller för {name}").format(name=member.name),
            )
            take = QuietButton(
                self.tr("Ta bort …"),
                icon="trash",
                clicked=lambda: self.remove.emit(member),
                name=self.tr("Ta bort {name} ur kretsen").format(name=member.name),
            )
            marked(change, f"admin.member.{member.login}.roles")
            marked(take, f"admin.member.{member.login}.remove")
            line.add(Row(change) if me else Row(change, take))
        return line
