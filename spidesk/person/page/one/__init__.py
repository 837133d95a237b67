"""The page of one person: the gate, the header card and the tab Översikt."""
