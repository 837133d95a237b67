"""What can go wrong with keys. No exception here carries a key, a name or a text."""


class KeyFault(Exception):
    """The root of every fault of this package; its text names no secret and no user."""

    what = "key fault"

    def __init__(self) -> None:
        super().__init__(self.what)


class Unopened(KeyFault):
    """Sealed bytes did not open: wrong key, other place than they were made for, or damage."""

    what = "sealed bytes did not open"


class SameCode(Unopened):
    """The two recovery codes given are one and the same."""

    what = "the same recovery code twice"


class Malformed(KeyFault):
    """Bytes do not have the form of the key or document they should be."""

    what = "bytes of the wrong form"


class WrongPassphrase(KeyFault):
    """Login, passphrase or key file is wrong; which of them is not told."""

    what = "wrong passphrase"


class DamagedSlot(KeyFault):
    """The passphrase is right, but the secret keys it should open are damaged."""

    what = "damaged slot"


class HostileParameters(KeyFault):
    """A slot asks for less work than the floor or more than the ceiling; nothing was computed."""

    what = "slot parameters outside the limits"


class CodeSlip(KeyFault):
    """A recovery code was typed wrong. `line` (1 to 4) is the first printed line with the slip."""

    what = "recovery code mistyped"

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class NewerFormat(KeyFault):
    """The keyring was written by a newer program."""

    what = "keyring of a newer format"


class DamagedKeyring(KeyFault):
    """Neither copy of the keyring is whole, or the two belong to different vaults."""

    what = "damaged keyring"


class NoKeyring(KeyFault):
    """The folder holds no copy of a keyring."""

    what = "no keyring"
