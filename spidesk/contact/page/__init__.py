"""The tab Kontaktvägar on a person's page."""

from spidesk.contact.page.tab import ContactPage
from spidesk.person.page.desk import TabSpec

__all__ = ["ContactPage", "contact_tab"]


def contact_tab() -> TabSpec:
    """The tab for the person's page; the app hands it over."""
    return TabSpec(key="kontakt", title="Kontaktvägar", make=ContactPage)
