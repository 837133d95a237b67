"""Contact: how a protected person may be reached, and what is never done.

The word: *kontaktvägar*. One wrong call to a shared number tells a pursuer where someone is. So each channel is
allowed, allowed only on a condition, or never used; where post goes, whether someone else has used the person's
BankID, who may speak for them (fullmakt) and what may be shared (samtycke) stand beside it. A request from outside is
answered only after *motringning*: called back through a switchboard number that was found independently.

Law and routine: OSL 21:3 (address, telephone and the like are secret), and the municipal audit routines that ask for
wanted channels and times, motringning when another authority asks, fullmakt for representatives and at least oral
consent to share. Tables begin with `contact_`.
"""
