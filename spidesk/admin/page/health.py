"""The tab Valvet: where it lies, how far its log has come, the full check, and the recovery cards with their proof."""

from __future__ import annotations

from datetime import datetime

from spidesk import wording
from spidesk.admin import actions
from spidesk.admin.actions import Overview, VaultFacts
from spidesk.admin.page import words
from spidesk.admin.page.cards import RenewView
from spidesk.admin.page.part import Part
from spidesk.admin.page.prove import ProveView
from spidesk.admin.page.users.new import MakeQueue
from spidesk.admin.rules import readable
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.page.queue import system_queue
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.words import (
    Card,
    Facts,
    Muted,
    Notice,
    NoticeKind,
    PlainLabel,
    PrimaryButton,
    QuietButton,
    Row,
    Scroll,
    Stack,
    Waiting,
)
from spidesk.vault.check import CheckResult

_GROUPS_A_LINE = 7


class HealthPart(Part):
    """Numbers and dates, and three buttons: check the vault, prove the cards, make new ones."""

    key = "vault"

    def __init__(self, desk: Desk, queue: MakeQueue = system_queue) -> None:
        super().__init__(desk)
        self._queue = queue
        self.title = self.tr("Valvet")
        self.inside.setContentsMargins(0, 12, 0, 0)
        self._place, self._log, self._cards = Facts(), Facts(), Facts()
        self.check = marked(
            PrimaryButton(self.tr("Kontrollera hela valvet"), icon="shield-check", clicked=self._check), "admin.check"
        )
        self.unproved = marked(Notice(NoticeKind.WARNING), "admin.cards.unproved")
        self.prove = marked(
            QuietButton(self.tr("Prova två kort"), icon="key", clicked=self._prove), "admin.cards.prove"
        )
        self.renew = marked(
            QuietButton(self.tr("Gör nya kort …"), icon="refresh", clicked=self._renew), "admin.cards.renew"
        )
        self.waiting = Waiting(self.tr("Går igenom valvet …"))
        self.outcome = marked(Notice(NoticeKind.OK), "admin.check.outcome")
        self.lines = marked(Stack(gap=6), "admin.check.lines")
        scroll = Scroll(widest=760, margin=4)
        scroll.add(self._place_card(), self._check_card(), self._log_card(), self._recovery_card())
        self.inside.addWidget(scroll, 1)

    def load(self) -> None:
        """Read users, circles and the facts of the vault."""
        super().load()
        self.desk.lane.submit(self, actions.facts, done=self._show, refused=self.say_refusal)

    def show_overview(self, overview: Overview) -> None:
        """Nothing of users or circles is shown here; cards are proved by a valvadministratör."""
        for button in (self.prove, self.renew):
            button.setVisible(overview.session.user.admin and not overview.session.read_only)

    def left(self) -> None:
        """Take away codes that were being typed or shown; new cards that do not hold yet never will."""
        view = self.view
        if view is None:
            return
        if isinstance(view, RenewView) and view.forget():
            self.desk.say(self.tr("De gamla korten gäller. Riv de nya om de är utskrivna."), "warning")
        self.leave_view()

    def _may_drop(self) -> bool:
        return ask.confirm(
            self,
            self.tr("De nya korten gäller inte än"),
            self.tr("Går du tillbaka nu fortsätter de gamla korten att gälla. Riv de nya om de är utskrivna."),
            yes=self.tr("Behåll de gamla korten"),
            no=self.tr("Stanna kvar"),
            danger=True,
        )

    def _place_card(self) -> Card:
        card = Card(self.tr("Var det ligger"))
        card.add(self._place)
        return card

    def _check_card(self) -> Card:
        card = Card(
            self.tr("Kontroll"),
            self.tr(
                "Loggen och alla rader kontrolleras varje gång valvet öppnas. Den fullständiga kontrollen läser "
                "dessutom hela filen, alla underskrifter och allt förseglat i dina kretsar. "
                "Inget visas av det den läser."
            ),
        )
        card.add(Row(self.check), self.waiting, self.outcome, self.lines)
        return card

    def _log_card(self) -> Card:
        card = Card(
            self.tr("Loggen"),
            self.tr(
                "Huvudet är loggens fingeravtryck. Skriv av det med antal rader och datum i pappersdiariet: då märks "
                "det om någon byter ut hela valvet mot ett äldre."
            ),
        )
        card.add(self._log)
        return card

    def _recovery_card(self) -> Card:
        card = Card(self.tr("Återställningskort"))
        card.add(
            self.unproved,
            self._cards,
            Muted(
                self.tr(
                    "Två av de tre korten öppnar valvet om en lösenfras är glömd. Se efter en gång om året att "
                    "kuverten är hela och ligger hos tre olika personer, och prova två av korten. Saknas ett kort "
                    "eller är ett kuvert öppnat: säg till säkerhetsansvarig samma dag och gör nya kort. Det går så "
                    "länge två av korten finns kvar. En äldre kopia av valvet öppnas fortfarande med de gamla korten, "
                    "så riv dem."
                )
            ),
            Row(self.prove, self.renew),
        )
        return card

    def _show(self, facts: VaultFacts) -> None:
        self._place.show_facts(
            [
                (self.tr("Mapp"), PlainLabel(str(facts.folder), selectable=True)),
                (self.tr("Storlek"), words.size(facts.size)),
                (self.tr("Skapat"), words.at(facts.made_at)),
                (self.tr("Senast kontrollerat utan anmärkning"), words.at(_later(facts.verified_at, facts.checked_at))),
                (self.tr("Senaste fullständiga kontroll"), words.at(facts.checked_at)),
            ]
        )
        groups = readable(facts.head)
        head = "\n".join(" ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE))
        shown = marked(PlainLabel(head, selectable=True), "admin.head")
        font = shown.font()
        font.setFamilies(["DejaVu Sans Mono", "Consolas", "Menlo", "monospace"])
        shown.setFont(font)
        self._log.show_facts(
            [
                (self.tr("Antal rader"), marked(PlainLabel(words.number(facts.lines)), "admin.lines")),
                (self.tr("Sista raden"), words.at(facts.head_at)),
                (self.tr("Huvud"), shown),
            ]
        )
        self._cards.show_facts(
            [
                (self.tr("Korten gjordes"), marked(PlainLabel(words.at(facts.cards_made_at)), "admin.cards.made")),
                (self.tr("Två kort provades senast"), marked(PlainLabel(words.at(facts.cards_at)), "admin.cards.at")),
            ]
        )
        self.unproved.say("" if facts.cards_at else self._not_proved(facts), NoticeKind.WARNING, aloud=False)

    def _not_proved(self, facts: VaultFacts) -> str:
        if facts.cards_renewed:
            return self.tr(
                "Nya kort har gjorts men inte provats mot valvet. Prova två av de nya nu. Hör de inte till valvet "
                "blev bytet inte klart, och de gamla korten gäller: prova då två av dem och riv de nya."
            )
        return self.tr(
            "Ingen har provat korten, så det är inte säkert att de finns på papper. Finns de: prova två av dem nu. "
            "Finns de inte går valvet inte att öppna om en lösenfras glöms. Gör då ett nytt valv, innan någon person "
            "läggs upp i det här."
        )

    def _prove(self) -> None:
        view = ProveView(self.desk, back=self.title)
        self.open_view(view)
        view.first.take_focus()

    def _renew(self) -> None:
        view = RenewView(self.desk, self._queue, back=self.title)
        self.open_view(view)
        view.take_focus()

    def _check(self) -> None:
        self.check.setEnabled(False)
        self.outcome.say("", aloud=False)
        self.lines.clear()
        ticket = self.desk.lane.submit_long(
            self,
            lambda vault, progress: actions.full_check(vault, progress.step),
            done=self._checked,
            refused=self._refused,
            cancelled=self._stopped,
        )
        self.waiting.watch(ticket)

    def _checked(self, result: CheckResult) -> None:
        self.check.setEnabled(True)
        if result.ok:
            self.outcome.say(self.tr("Valvet är helt. Inget att anmärka på."), NoticeKind.OK)
        else:
            text = self.tr(
                "Ändra inget mer i valvet och rör inte mappen. Be IT ta en kopia av den som den är, och återställ den "
                "senaste säkerhetskopian."
            )
            self.outcome.say(text, NoticeKind.ERROR, title=self.tr("Valvet är skadat eller ändrat"))
        for finding in result.findings:
            self.lines.add(PlainLabel(words.finding(finding), kind="error"))
        for sentence in (
            self.tr("{count} rader i loggen följda, {signatures} underskrifter kontrollerade").format(
                count=words.number(result.lines), signatures=words.number(result.signatures)
            ),
            self.tr("{count} sparade rader jämförda med loggen").format(count=words.number(result.rows)),
            self.tr("{count} förseglade uppgifter i dina kretsar öppnade").format(count=words.number(result.parts)),
            self.tr("Användare, medlemskap och nyckelring kontrollerade"),
        ):
            self.lines.add(PlainLabel(sentence))
        self.desk.lane.submit(self, actions.facts, done=self._show, refused=self.say_refusal)

    def _stopped(self) -> None:
        self.check.setEnabled(True)
        self.outcome.say(self.tr("Kontrollen avbröts. Inget har ändrats."), NoticeKind.INFO)

    def _refused(self, refusal: Refusal) -> None:
        self.check.setEnabled(True)
        self.outcome.say(wording.text(refusal), NoticeKind.ERROR)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two moments, either of which may not have been."""
    return max((at for at in (one, other) if at is not None), default=None)
