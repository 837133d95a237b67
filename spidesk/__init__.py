"""spidesk: the register of the small group that handles people with skyddade personuppgifter."""

__version__ = "0.1.0"
