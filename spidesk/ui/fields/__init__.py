"""Fields: a label, a control, help, and the refusal beside it. What was typed is kept whatever is refused."""

from spidesk.ui.fields.choice import Choice, ChoiceField, RadioField, TickField, TicksField
from spidesk.ui.fields.day import DateField
from spidesk.ui.fields.field import Field
from spidesk.ui.fields.number import FolderField, MillimetreField, NumberField
from spidesk.ui.fields.secret import PassphraseField
from spidesk.ui.fields.text import LongTextField, SearchField, TextField

__all__ = [
    "Choice",
    "ChoiceField",
    "DateField",
    "Field",
    "FolderField",
    "LongTextField",
    "MillimetreField",
    "NumberField",
    "PassphraseField",
    "RadioField",
    "SearchField",
    "TextField",
    "TickField",
    "TicksField",
]
