"""The tab Användare: everyone who may open the vault, how far each has come, and the next step for the one chosen."""

from __future__ import annotations

from spidesk.admin import actions
from spidesk.admin.actions import NewUser, Overview, UserView
from spidesk.admin.page import words
from spidesk.admin.page.certain import Certain, Deed
from spidesk.admin.page.part import Part, View
from spidesk.admin.page.roles import JoinView
from spidesk.admin.page.users.compare import CompareView
from spidesk.admin.page.users.detail import UserDetail
from spidesk.admin.page.users.new import MakeQueue, NewUserView, OneTimeView
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.ui.beside import Beside
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import Muted, PrimaryButton, Row


class UsersPart(Part):
    """The list, the detail beside it, and the views: new user, one-time passphrase, control words, letting in."""

    key = "users"

    def __init__(self, desk: Desk, queue: MakeQueue) -> None:
        super().__init__(desk)
        self.title = self.tr("Användare")
        self._queue = queue
        self._back = self.tr("Alla användare")
        self.new = marked(
            PrimaryButton(self.tr("Ny användare"), icon="person-add", clicked=self._new), "admin.new_user"
        )
        lead = Muted(self.tr("De som kan öppna valvet. Vad de får läsa avgörs i varje krets."))
        self.inside.addWidget(Row(lead, self.new, grow=lead))
        self.table = RowTable[UserView](
            [
                Column(self.tr("Namn"), lambda user: user.name, width=150),
                Column(self.tr("Inloggning"), lambda user: user.login, width=122),
                Column(
                    self.tr("Läge"),
                    lambda user: words.stage(user.stage)[1],
                    chip=lambda user: words.stage(user.stage)[0],
                    width=174,
                ),
                Column(self.tr("Intygad av"), lambda user: ", ".join(user.attested_by) or "–", width=120, spare=True),
                Column(self.tr("Roller"), _roles),
            ],
            name=self.tr("Användare"),
        )
        marked(self.table.view, "admin.users.table")
        self.detail = UserDetail()
        self.table.chosen.connect(lambda user: self.detail.show_user(user, self.overview))
        self.detail.compare.connect(lambda: self.compare())
        self.detail.join.connect(lambda: self.join())
        self.detail.renew.connect(self._renew)
        self.detail.admin.connect(self._set_admin)
        self.detail.close_user.connect(self._close_user)
        self.inside.addWidget(Beside(self.table, self.detail, least=340), 1)

    def show_overview(self, overview: Overview) -> None:
        """Show the users as they are now; the chosen one stays chosen."""
        self.new.setVisible(overview.session.user.admin and not overview.session.read_only)
        self.table.set_rows(overview.users, keep=lambda user: user.id)
        if self.table.current() is None:
            self.table.choose(lambda user: not user.me) or self.table.choose(lambda user: True)

    def make(self, view: str, about: str) -> View | None:
        """A view for a draft."""
        user = self.overview.user(about) if self.overview is not None else None
        if view == NewUserView.key:
            return self._new_view()
        if view == JoinView.key and user is not None and self.overview is not None and user.may_join:
            return JoinView(self.desk, user, self.overview.open_to(user), back=self._back)
        return None

    def choose(self, login: str) -> bool:
        """Choose the user of a login in the list; whether there is one."""
        return self.table.choose(lambda user: user.login == login)

    def compare(self) -> None:
        """What "Jämför kontrollord" does."""
        user = self.table.current()
        if user is None:
            return
        view = CompareView(self.desk, user, back=self._back)
        view.agreed.connect(lambda: self._agreed(user.id))
        self.open_view(view)

    def join(self) -> None:
        """What "Släpp in i krets" does."""
        user = self.table.current()
        if user is not None and self.overview is not None:
            self.open_view(JoinView(self.desk, user, self.overview.open_to(user), back=self._back))

    def _new(self) -> None:
        self.open_view(self._new_view())

    def _new_view(self) -> NewUserView:
        view = NewUserView(self.desk, back=self._back)
        view.made.connect(self._made)
        return view

    def _made(self, user: NewUser) -> None:
        self.desk.refresh_counts()
        self._show_once(user, self.tr("Användaren är skapad. Kollegan kan logga in."))

    def _renew(self) -> None:
        user = self.table.current()
        if user is None:
            return
        who = user.id
        self.open_view(
            Certain(
                self.desk,
                Deed(
                    name="admin.renew_one_time.yes",
                    title=self.tr("Ny engångsfras för {name}?").format(name=user.name),
                    points=(
                        self.tr("Den gamla frasen slutar att gälla direkt, också den på en utskriven lapp."),
                        self.tr("Du får sex nya ord att lämna över, ur hand i hand."),
                        self.tr("Är lappen på avvägar: avsluta användaren i stället, så byts valvets nyckel också."),
                    ),
                    yes=self.tr("Gör en ny engångsfras"),
                    done="",
                    back=self._back,
                    work=lambda vault, _: actions.renew_one_time(vault, who),
                    then=lambda made: self._show_once(made, self.tr("Kollegan kan logga in med den nya frasen.")),
                    waiting=self.tr("Frasen görs …"),
                ),
            )
        )

    def _show_once(self, user: NewUser, said: str) -> None:
        """The one-time passphrase, once."""
        self.open_view(OneTimeView(self.desk, user, self._queue, said=said))
        self.load()

    def _agreed(self, user: str) -> None:
        """Signed: go on to letting in, with what may be done now."""
        self.desk.say(self.tr("Orden är jämförda och undertecknade"))
        self.desk.lane.submit(
            self, actions.overview, done=lambda found: self._go_on(user, found), refused=self.say_refusal
        )

    def _go_on(self, user: str, overview: Overview) -> None:
        self.overview = overview
        self.show_overview(overview)
        found = overview.user(user)
        if found is not None and found.may_join and overview.open_to(found):
            self.open_view(JoinView(self.desk, found, overview.open_to(found), back=self._back))
        else:
            self.finished("")

    def _set_admin(self) -> None:
        user = self.table.current()
        if user is None:
            return
        who, give = user.id, not user.admin
        points: tuple[str, ...]
        if give:
            title, yes = self.tr("Gör {name} till valvadministratör?"), self.tr("Gör till valvadministratör")
            points = (
                self.tr("Kollegan får lägga upp och avsluta användare och lägga upp kretsar."),
                self.tr("Kollegan ser inga fler personer av det och kan inte släppa in någon i en krets."),
            )
        else:
            title, yes = self.tr("Ta tillbaka rollen från {name}?"), self.tr("Ta tillbaka rollen")
            points = (self.tr("Kollegan kan inte längre lägga upp användare eller kretsar. Kretsarna berörs inte."),)
        self.open_view(
            Certain(
                self.desk,
                Deed(
                    name="admin.set_admin.yes",
                    title=title.format(name=user.name),
                    points=points,
                    yes=yes,
                    done=self.tr("Rollen är ändrad"),
                    back=self._back,
                    work=lambda vault, _: actions.set_admin(vault, who, give),
                ),
            )
        )

    def _close_user(self) -> None:
        user = self.table.current()
        if user is None:
            return
        who = user.id
        self.open_view(
            Certain(
                self.desk,
                Deed(
                    name="admin.close_user.yes",
                    title=self.tr("Avsluta {name}?").format(name=user.name),
                    points=(
                        self.tr("Användaren kan inte öppna valvet mer, och användarnamnet kan inte användas igen."),
                        self.tr(
                            "Valvets nyckel byts direkt. En kopia som någon redan har tagit går fortfarande att läsa."
                        ),
                        self.tr("En användare som är med i en krets tas först bort där av kretsägaren."),
                    ),
                    yes=self.tr("Avsluta användaren"),
                    done=self.tr("Användaren är avslutad"),
                    back=self._back,
                    work=lambda vault, progress: actions.close_user(vault, who, progress.step),
                ),
            )
        )


def _roles(user: UserView) -> str:
    """The circles with roles on one line."""
    shown = [f"{name}: {words.roles(roles)}" for name, roles in user.circles]
    return " · ".join(["valvadministratör", *shown] if user.admin else shown) or "–"
