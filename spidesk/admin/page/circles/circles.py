"""The tab Kretsar: every circle of the vault with its members; what is in a circle is not shown here."""

from __future__ import annotations

from spidesk.admin import actions
from spidesk.admin.actions import CircleView, MemberView, Overview
from spidesk.admin.page import words
from spidesk.admin.page.certain import Certain, Deed
from spidesk.admin.page.circles.detail import CircleDetail
from spidesk.admin.page.circles.new import NewCircleView
from spidesk.admin.page.part import Part, View
from spidesk.admin.page.roles import RolesView
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.ui.beside import Beside
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import EmptyState, Muted, PrimaryButton, Row


class CirclesPart(Part):
    """The list, the circle beside it, and the views: new circle, roles, removal."""

    key = "circles"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title = self.tr("Kretsar")
        self._back = self.tr("Alla kretsar")
        self.new = marked(PrimaryButton(self.tr("Ny krets"), icon="plus", clicked=self._new), "admin.new_circle")
        lead = Muted(self.tr("Varje krets hör till en nämnd. Bara medlemmarna läser det som finns i den."))
        self.inside.addWidget(Row(lead, self.new, grow=lead))
        self.table = RowTable[CircleView](
            [
                Column(self.tr("Krets"), lambda one: one.circle.name, width=190),
                Column(self.tr("Nämnd"), lambda one: one.circle.namnd),
                Column(self.tr("Till för"), lambda one: words.kind(one.circle.kind), width=100),
                Column(
                    self.tr("Medlemmar"),
                    lambda one: self.tr("Väntar") if one.circle.waiting else str(len(one.members)),
                    sort=lambda one: len(one.members),
                    width=140,
                ),
            ],
            name=self.tr("Kretsar"),
            empty=EmptyState(
                self.tr("Inga kretsar än"),
                self.tr("En valvadministratör gör den första kretsen och säger vem som äger den."),
                icon="circle-group",
            ),
        )
        marked(self.table.view, "admin.circles.table")
        self.detail = CircleDetail()
        self.table.chosen.connect(lambda circle: self.detail.show_circle(circle, self.overview))
        self.detail.roles.connect(self._change_roles)
        self.detail.remove.connect(self._remove)
        self.inside.addWidget(Beside(self.table, self.detail, least=400), 1)

    def show_overview(self, overview: Overview) -> None:
        """Show the circles as they are now; the chosen one stays chosen."""
        self.new.setVisible(overview.session.user.admin and not overview.session.read_only)
        self.table.set_rows(overview.circles, keep=lambda one: one.circle.id)
        if self.table.current() is None:
            self.table.choose(lambda one: one.mine) or self.table.choose(lambda one: True)

    def make(self, view: str, about: str) -> View | None:
        """A view for a draft."""
        if self.overview is None:
            return None
        if view == NewCircleView.key:
            return NewCircleView(self.desk, self.overview, back=self._back)
        which, _, who = about.partition(" ")
        circle = self.overview.circle(which)
        member = next((one for one in circle.members if one.user == who), None) if circle is not None else None
        if view == RolesView.key and circle is not None and member is not None and circle.mine:
            return RolesView(self.desk, circle, member, back=self._back)
        return None

    def choose(self, name: str) -> bool:
        """Choose the circle of a name in the list; whether there is one."""
        return self.table.choose(lambda one: one.circle.name == name)

    def _new(self) -> None:
        if self.overview is not None:
            self.open_view(NewCircleView(self.desk, self.overview, back=self._back))

    def _change_roles(self, member: MemberView) -> None:
        circle = self.table.current()
        if circle is not None:
            self.open_view(RolesView(self.desk, circle, member, back=self._back))

    def _remove(self, member: MemberView) -> None:
        circle = self.table.current()
        if circle is None:
            return
        where, who = circle.circle.id, member.user
        self.open_view(
            Certain(
                self.desk,
                Deed(
                    name="admin.remove.yes",
                    title=self.tr("Ta bort {name} ur {circle}?").format(name=member.name, circle=circle.circle.name),
                    points=(
                        self.tr("Kollegan kan inte läsa något som finns eller kommer i kretsen."),
                        self.tr(
                            "Det kollegan redan har skrivit av, skrivit ut eller kopierat går fortfarande att läsa. "
                            "Det kan inget program ändra."
                        ),
                        self.tr(
                            "Kretsens nycklar byts direkt och allt i kretsen förseglas på nytt. Det kan ta en stund. "
                            "Avbryter du är allt som förut."
                        ),
                    ),
                    yes=self.tr("Ta bort ur kretsen"),
                    done=self.tr("Medlemmen är borttagen och nycklarna är bytta"),
                    back=self._back,
                    work=lambda vault, progress: actions.remove_member(vault, where, who, progress.step),
                ),
            )
        )
