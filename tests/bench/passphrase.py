"""What one unlock costs in Argon2id with the parameters a real vault has.

python -m tests.bench.passphrase ROOT BEGAN
"""

from __future__ import annotations

import time
from typing import Any

from spidesk.vault.keys import slots
from spidesk.vault.keys.pairs import UserKeys
from tests.bench import child
from tests.bench.figures import median

_VAULT, _USER = "0" * 32, "1" * 32


def measure() -> dict[str, Any]:
    """Open a slot of the default price three times."""
    slot = slots.make_slot(UserKeys.fresh(), "sex ord", vault=_VAULT, user=_USER, login="anna")
    times = []
    for _ in range(3):
        began = time.perf_counter()
        slots.open_slot(slot, "sex ord", vault=_VAULT, key_file=None)
        times.append(time.perf_counter() - began)
    return {"seconds": median(times)}


if __name__ == "__main__":
    child.answer(measure())
