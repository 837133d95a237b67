"""The form of one channel line. It shows only what the chosen channel and rule ask for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from spidesk.contact.actions import ChannelEdit
from spidesk.contact.page import words
from spidesk.contact.page.conflict import Pair
from spidesk.contact.page.entry import Entry
from spidesk.contact.page.when import needed
from spidesk.contact.rules import Channel, Rule, Secret, Terms, Voicemail, unblocking
from spidesk.ui.fields import Choice, ChoiceField, DateField, LongTextField, RadioField, TextField
from spidesk.ui.words import Notice, NoticeKind

_VALUE_WORDS = {
    Channel.TELEFON: "Telefonnummer",
    Channel.SMS: "Telefonnummer",
    Channel.ROSTMEDDELANDE: "Telefonnummer",
    Channel.EPOST: "E-postadress",
}
_SPOKEN = (Channel.TELEFON, Channel.ROSTMEDDELANDE)


class ChannelForm(Entry):
    """Fields by the names the rules refuse by. `before` is the rule the line has now, None for a new line."""

    def __init__(self, edit: ChannelEdit, *, closed: Collection[Channel]) -> None:
        super().__init__("contact")
        self._edit = edit
        self._before = edit.rule if edit.id is not None else None
        known = words.channels()
        offered = [edit.channel] if edit.channel else [one for one in Channel if one not in closed]
        self._channel = self.put(
            "channel",
            ChoiceField(
                self.tr("Kontaktväg"),
                [Choice(value=one, text=known[one]) for one in offered],
                empty="" if edit.channel else self.tr("Välj …"),
            ),
        )
        self._channel.setVisible(edit.channel is None)
        self._rule = self.put(
            "rule", RadioField(self.tr("Regel"), [Choice(value=one, text=text) for one, text in words.rules().items()])
        )
        self._emptied = Notice(
            NoticeKind.INFO,
            self.tr("Nummer, namn och tider sparas inte för en kanal som aldrig får användas."),
        )
        self.place(self._emptied)
        self._add_details()
        self._add_decision()
        self.fill(_values(edit))
        self.changed.connect(self._adapt)
        self._adapt()

    def edit(self) -> ChannelEdit:
        """What is typed, on the versions the form was opened with."""
        values = self.values()
        terms = Terms(
            condition=values["condition"],
            hours=values["hours"],
            answers=values["answers"],
            voicemail=values["voicemail"],
            wording=values["wording"],
            decided_by=values["decided_by"],
            reason=values["reason"] if not self._reason.isHidden() else "",
        )
        secret = Secret(value=values["value"], name=values["name"], safe_word=values["safe_word"])
        return replace(
            self._edit,
            channel=values["channel"],
            rule=values["rule"],
            terms=terms,
            secret=secret,
            confirmed_on=needed(values["confirmed_on"], "confirmed_on"),
        )

    def _add_details(self) -> None:
        tr = self.tr
        self._condition = self.put(
            "condition",
            LongTextField(
                tr("Bara om"), help=tr("Till exempel: bara vardagar 9–11, bara på jobbet."), longest=500, rows=2
            ),
        )
        self._value = self.put("value", TextField(tr("Nummer eller adress"), longest=320, sensitive=True))
        self._alias = TextField(tr("Namn att använda"), optional=True, sensitive=True)
        self._safe_word = TextField(tr("Kodord"), optional=True, sensitive=True)
        self.put_row(("name", self._alias), ("safe_word", self._safe_word))
        self._hours = TextField(tr("Tider"), optional=True)
        self._answers = TextField(tr("Vem svarar"), optional=True, sensitive=True)
        self.put_row(("hours", self._hours), ("answers", self._answers))
        self._voicemail = self.put(
            "voicemail",
            RadioField(
                tr("Om ingen svarar"), [Choice(value=one, text=text) for one, text in words.voicemails().items()]
            ),
        )
        self._wording = self.put("wording", LongTextField(tr("Exakt vad som får sägas"), longest=500, rows=2))

    def _add_decision(self) -> None:
        tr = self.tr
        self._reason = self.put(
            "reason", LongTextField(tr("Varför får kanalen användas nu?"), longest=500, rows=2, sensitive=True)
        )
        decided = ChoiceField(
            tr("Vem har bestämt"),
            [Choice(value=one, text=text) for one, text in words.deciders().items()],
            empty=tr("Välj …"),
        )
        self.put_row(("decided_by", decided), ("confirmed_on", DateField(tr("Senast bekräftat"))))

    def _adapt(self) -> None:
        """Show what the channel and the rule ask for; hidden fields keep what was typed while the form is open."""
        channel, rule = self._channel.value(), self._rule.value()
        open_line = rule is not Rule.NEVER
        spoken = channel in _SPOKEN
        self._emptied.setVisible(not open_line)
        self._condition.setVisible(rule is Rule.ONLY_IF)
        for field in (self._value, self._alias, self._safe_word, self._hours, self._answers):
            field.setVisible(open_line)
        self._voicemail.setVisible(open_line and channel is Channel.TELEFON)
        exact = channel is Channel.ROSTMEDDELANDE or self._voicemail.value() is Voicemail.EXACT
        self._wording.setVisible(open_line and spoken and exact)
        self._reason.setVisible(rule is not None and unblocking(self._before, rule))
        other = self.tr("Adress, plats eller uppgift")
        self._value.set_label(_VALUE_WORDS.get(channel, other) if channel else other)


def _values(edit: ChannelEdit) -> dict[str, object]:
    return {
        "channel": edit.channel,
        "rule": edit.rule,
        "condition": edit.terms.condition,
        "value": edit.secret.value,
        "name": edit.secret.name,
        "safe_word": edit.secret.safe_word,
        "hours": edit.terms.hours,
        "answers": edit.terms.answers,
        "voicemail": edit.terms.voicemail,
        "wording": edit.terms.wording,
        "decided_by": edit.terms.decided_by,
        "confirmed_on": edit.confirmed_on,
    }


def compared(stored: ChannelEdit, typed: ChannelEdit) -> list[Pair]:
    """Every field of two versions of a line, in words."""
    one, other = _said(stored), _said(typed)
    return [(name, text, other[name]) for name, text in one.items()]


def _said(edit: ChannelEdit) -> dict[str, str]:
    terms, secret = edit.terms, edit.secret
    return {
        "Regel": words.rules()[edit.rule] if edit.rule else "",
        "Bara om": terms.condition,
        "Nummer eller adress": secret.value,
        "Namn att använda": secret.name,
        "Kodord": secret.safe_word,
        "Tider": terms.hours,
        "Vem svarar": terms.answers,
        "Om ingen svarar": words.voicemails()[terms.voicemail] if terms.voicemail else "",
        "Exakt vad som får sägas": terms.wording,
        "Vem har bestämt": words.deciders()[terms.decided_by] if terms.decided_by else "",
        "Senast bekräftat": words.day(edit.confirmed_on),
    }
