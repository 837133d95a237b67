"""Let a user into a circle, or change what a member may do there: the roles the circle can give, each explained."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spidesk.admin import actions, rules
from spidesk.admin.actions import CircleView, MemberView, UserView
from spidesk.admin.page import words
from spidesk.admin.page.part import View
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField, TicksField
from spidesk.ui.form import Form
from spidesk.ui.words import Card
from spidesk.vault.ids import CircleId
from spidesk.vault.session import CircleKind, Role


def choices(kind: CircleKind) -> list[Choice[Role]]:
    """The roles of such a circle, with what each may do."""
    fitting = [Role(one) for one in rules.fitting_roles(kind)]
    return [Choice(value=one, text=words.role(one).capitalize(), help=words.role_help(one, kind)) for one in fitting]


class JoinView(View):
    """Which of my circles, and which roles there."""

    key = "join"

    def __init__(self, desk: Desk, user: UserView, circles: Sequence[CircleView], *, back: str) -> None:
        super().__init__(desk, back=back)
        self.head(
            self.tr("Släpp in {name}").format(name=user.name),
            self.tr("Kollegan kan öppna kretsen nästa gång hen låser upp valvet."),
        )
        self.about = user.id
        self._user = user
        self._circles = {one.circle.id: one.circle for one in circles}
        self.form = form = Form(save_text=self.tr("Släpp in i kretsen"))
        marked(form.save, "admin.join.save")
        marked(form.undo, "admin.join.undo").setVisible(False)
        offered = [Choice(value=one.id, text=f"{one.name} · {one.namnd}") for one in self._circles.values()]
        self._circle = form.add(
            "circle",
            named(ChoiceField[CircleId](self.tr("Krets"), offered, empty=self.tr("Välj …")), "admin.join.circle"),
        )
        self._roles = form.add("roles", TicksField[Role](self.tr("Roller i kretsen"), []))
        self._circle.changed.connect(self._fit)
        if len(offered) == 1:
            self._circle.set_value(offered[0].value)
        self._fit()
        form.mark_clean()
        form.saved.connect(self._save)
        card = Card()
        card.add(form)
        self.column.add(card)

    def _fit(self) -> None:
        """Offer the roles that the chosen circle gives."""
        chosen = self._circle.value()
        self._roles.setVisible(chosen is not None)
        self._roles.set_choices([] if chosen is None else choices(self._circles[chosen].kind))
        named(self._roles, "admin.join.role")

    def _save(self) -> None:
        circle, user, roles = self._circle.value(), self._user.id, self._roles.value()
        if circle is None:
            self.refused(Refusal("admin.choose_circle", field="circle"))
            return
        said = self.tr("Kollegan är insläppt i kretsen")
        self.submit(lambda vault: actions.join(vault, circle, user, roles), lambda _: self.done.emit(said))


class RolesView(View):
    """What a member may do."""

    key = "roles"

    def __init__(self, desk: Desk, circle: CircleView, member: MemberView, *, back: str) -> None:
        super().__init__(desk, back=back)
        self.head(self.tr("{name} i {circle}").format(name=member.name, circle=circle.circle.name))
        self.about = f"{circle.circle.id} {member.user}"
        self._circle, self._member = circle.circle.id, member.user
        self.form = form = Form(save_text=self.tr("Spara rollerna"))
        marked(form.save, "admin.roles.save")
        marked(form.undo, "admin.roles.undo")
        field = TicksField[Role](self.tr("Roller i kretsen"), choices(circle.circle.kind))
        self._roles = form.add("roles", named(field, "admin.roles.role"))
        form.fill({"roles": tuple(_ordered(member.roles))})
        form.saved.connect(self._save)
        card = Card()
        card.add(form)
        self.column.add(card)

    def _save(self) -> None:
        circle, member, roles = self._circle, self._member, self._roles.value()
        said = self.tr("Rollerna är ändrade")
        self.submit(lambda vault: actions.set_roles(vault, circle, member, roles), lambda _: self.done.emit(said))


def _ordered(roles: Collection[Role]) -> list[Role]:
    return [one for one in Role if one in roles]
