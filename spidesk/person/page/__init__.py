"""The pages of person: the list, the person's page, and the desk every page is handed."""

from spidesk.person.page.desk import Desk, TabSpec
from spidesk.person.page.one.person import PersonPage
from spidesk.person.page.people import PeoplePage
from spidesk.person.page.tab import PersonTab

__all__ = ["Desk", "PeoplePage", "PersonPage", "PersonTab", "TabSpec"]
