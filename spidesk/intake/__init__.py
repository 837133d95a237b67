"""intake: how a person comes in, and what happens to them afterwards.

Registration by hand from a phone call, a meeting or a paper, never from a register feed; the
blank form for the meeting; the events (registered, protection granted, moved, mark changed,
lapsed, left, deceased) each with a dated checklist; reminders of protection running out. A lapse
never unmasks anything by itself.

Tables begin with ``intake_``. Routine behind it: Skolverket, "Unga med skyddade personuppgifter";
EY's audit of Nacka kommun 2023-05-24; Skatteverket's guidance to authorities.
"""
