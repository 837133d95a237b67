"""A new circle: whose it is, what it is for, where its mail is printed, and whether the cards can open it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spidesk.admin import actions
from spidesk.admin.actions import Overview
from spidesk.admin.page.part import View
from spidesk.admin.rules import Stage
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.ui.fields import Choice, ChoiceField, RadioField, TextField
from spidesk.ui.form import Form
from spidesk.ui.words import Card
from spidesk.vault.ids import CircleId, UserId
from spidesk.vault.session import CircleKind


class NewCircleView(View):
    """The form. What can never be changed afterwards is asked for, never assumed."""

    key = "new_circle"

    def __init__(self, desk: Desk, overview: Overview, *, back: str) -> None:
        super().__init__(desk, back=back)
        self.head(
            self.tr("Ny krets"),
            self.tr(
                "En krets hör till en nämnd och är de få som arbetar med samma personer. Det som finns i en krets syns "
                "inte i någon annan."
            ),
        )
        tr = self.tr
        self._me = overview.session.user.id
        self.form = form = Form(save_text=tr("Skapa kretsen"))
        marked(form.save, "admin.new_circle.save")
        marked(form.undo, "admin.new_circle.undo").setVisible(False)
        helped = tr("Till exempel HR, Elevhälsan eller Barn och familj.")
        self._name = form.add("name", named(TextField(tr("Namn"), help=helped, longest=200), "admin.new_circle.name"))
        self._namnd = form.add("namnd", named(TextField(tr("Nämnd"), longest=200), "admin.new_circle.namnd"))
        self._kind = form.add("kind", named(self._kinds(), "admin.new_circle.kind"))
        self._post = form.add("post_circle", named(self._posts(overview), "admin.new_circle.post_circle"))
        self._owner = form.add("owner", named(self._owners(overview), "admin.new_circle.owner"))
        self._recoverable = form.add("recoverable", self._recovery())
        for button, name in zip(self._recoverable.buttons, ("yes", "no"), strict=True):
            marked(button, f"admin.new_circle.recoverable.{name}")
        form.changed.connect(self._adapt)
        self._adapt()
        form.saved.connect(self._save)
        card = Card()
        card.add(form)
        self.column.add(card)

    def restore(self, values: Mapping[str, Any]) -> None:
        """Show what was typed, and the fields that go with it."""
        super().restore(values)
        self._adapt()

    def _kinds(self) -> RadioField[CircleKind]:
        return RadioField(
            self.tr("Vad är kretsen till för?"),
            [
                Choice(
                    value=CircleKind.PERSONS,
                    text=self.tr("Personer"),
                    help=self.tr("Personer med skyddade uppgifter registreras och handläggs här."),
                ),
                Choice(
                    value=CircleKind.POST,
                    text=self.tr("Post"),
                    help=self.tr("Medlemmarna skriver ut det som andra kretsar ska posta, och ser inget annat."),
                ),
            ],
        )

    def _posts(self, overview: Overview) -> ChoiceField[CircleId]:
        posts = [one.circle for one in overview.circles if one.circle.kind is CircleKind.POST]
        return ChoiceField(
            self.tr("Vilken postkrets skriver ut kretsens brev?"),
            [Choice(value=one.id, text=f"{one.name} · {one.namnd}") for one in posts],
            help=self.tr("Går inte att ändra efteråt. Gör postkretsen först, om den inte finns.")
            if posts
            else self.tr("Det finns ingen postkrets än. Gör den först: det går inte att ändra efteråt."),
            empty=self.tr("Ingen"),
        )

    def _owners(self, overview: Overview) -> ChoiceField[UserId]:
        ready = [one for one in overview.users if one.stage in (Stage.WORDS, Stage.READY)]
        mine = self.tr("{name} (du)")
        return ChoiceField(
            self.tr("Kretsägare"),
            [
                Choice(value=one.id, text=f"{mine.format(name=one.name) if one.me else one.name} · {one.login}")
                for one in ready
            ],
            help=self.tr("Släpper in de andra. Kretsen kan användas när ägaren har öppnat valvet nästa gång."),
            empty=self.tr("Välj …"),
        )

    def _recovery(self) -> RadioField[bool]:
        return RadioField(
            self.tr("Ska återställningskorten kunna öppna kretsen?"),
            [
                Choice(
                    value=True,
                    text=self.tr("Ja"),
                    help=self.tr(
                        "Glömmer någon sin lösenfras kan två av de tre kortens innehavare tillsammans ge tillbaka "
                        "kretsen. Två kort och en kopia av valvet räcker också för att läsa allt."
                    ),
                ),
                Choice(
                    value=False,
                    text=self.tr("Nej"),
                    help=self.tr(
                        "Ingen utom medlemmarna kan någonsin läsa kretsen. Glömmer alla medlemmar sina lösenfraser är "
                        "allt i kretsen borta för alltid."
                    ),
                ),
            ],
        )

    def _adapt(self) -> None:
        self._post.setVisible(self._kind.value() is not CircleKind.POST)

    def _save(self) -> None:
        name, namnd, kind, owner = self._name.value(), self._namnd.value(), self._kind.value(), self._owner.value()
        recoverable, post = self._recoverable.value(), self._post.value()
        mine = owner == self._me
        self.submit(
            lambda vault: actions.new_circle(
                vault,
                name=name,
                namnd=namnd,
                kind=kind,
                owner=owner,
                recoverable=recoverable,
                post_circle=post,
            ),
            lambda _: self.done.emit(
                self.tr("Kretsen är klar") if mine else self.tr("Kretsen är skapad och väntar på sin ägare")
            ),
        )
