"""The parts of the tab, one a heading: channels, post, BankID, fullmakter and samtycken, motringningar."""
