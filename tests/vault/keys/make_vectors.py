"""Made vectors.json once: `PYTHONPATH=. python tests/vault/keys/make_vectors.py`.

It only adds: a vector that stands in the file is never made anew, for a vault of every release
opens for ever. Where the code takes its randomness in, the vector says what comes out; where it
draws its own (nonces, HPKE), the vector is what came out that day, and must open.
"""

import base64
import json
from pathlib import Path

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.keys import boxes, keyform, keyring, pairs, recovery, slots, words

FILE = Path(__file__).parent / "vectors.json"
VAULT, ASA, BO = (
    "01890a5d00007000800000000000000a",
    "01890a5d00007000800000000000000b",
    "01890a5d00007000800000000000000c",
)
PASSPHRASE = "Blåbärssoppa på fjället 7"
KEY = bytes(range(32))
FLOOR = slots.SlotParams(memory_kib=64 * 1024)


def b64(value):
    return base64.b64encode(value).decode()


def stretch(start, count):
    return bytes((start + place) % 256 for place in range(count))


def fixed_keys(start):
    kem = bytes([labels.KEM_SUITE]) + stretch(start, labels.KEM_SECRET - 1)
    return pairs.UserKeys.from_bytes(bytes([labels.USER_SUITE]) + kem + stretch(start + 100, labels.ED25519_KEY))


def canonical():
    cases = [
        ["spidesk/1/part", []],
        ["spidesk/1/part", ["a", "", None, 0, 1, -1, 127, 128, -128, -129, 2**63, -(2**64)]],
        ["", ["Åsa Öberg", "\u0000", "😀"]],
    ]
    made = [{"label": label, "fields": fields, "bytes": encode(label, *fields).hex()} for label, fields in cases]
    made.append(
        {"label": "b", "fields_hex": ["", "00", "ff" * 300], "bytes": encode("b", b"", b"\0", b"\xff" * 300).hex()}
    )
    return made


def derived():
    return {
        "key": KEY.hex(),
        "derive": boxes.derive(KEY, labels.PART, VAULT, 7, None).hex(),
        "derive_64": boxes.derive(KEY, labels.SLOT, length=64).hex(),
        "digest": boxes.digest(labels.AUDIT, VAULT, 1, b"\0").hex(),
        "blind": boxes.blind(KEY, "a number").hex(),
        "padded": boxes.pad(b"identity").hex(),
        "box": boxes.seal(KEY, b"identity", aad=encode(labels.PART, VAULT, 1)).hex(),
    }


def user_keys():
    keys = fixed_keys(1)
    use = {"vault": VAULT, "purpose": labels.CIRCLE_KEY, "epoch": 3, "recipient": ASA, "about": BO}
    return {
        "secret": keys.to_bytes().hex(),
        "kem_public": b64(keys.public.kem),
        "sig_public": keys.public.sig.hex(),
        "signature": pairs.sign(keys, encode(labels.GRANT, ASA)).hex(),
        "use": use,
        "wrapped": b64(pairs.wrap(keys.public.kem, KEY, **use)),
    }


def slot(key_file):
    keys = fixed_keys(2)
    made = slots.make_slot(
        keys, PASSPHRASE, vault=VAULT, user=ASA, login="Åsa", key_file=key_file, params=FLOOR, one_time=key_file is None
    )
    kek, commitment = slots.slot_keys(
        PASSPHRASE.encode(), key_file or b"", stretch(9, 16), FLOOR, vault=VAULT, user=ASA, factors=made.factors
    )
    fields = {name: b64(getattr(made, name)) for name in ("salt", "commitment", "sealed", "kem_public", "sig_public")}
    return {
        "passphrase": PASSPHRASE,
        "key_file": key_file and key_file.hex(),
        "slot_key": kek.hex(),
        "fixed_salt": stretch(9, 16).hex(),
        "commitment": commitment.hex(),
        "factors": made.factors,
        "one_time": made.one_time,
        "slot": fields,
        "secret": keys.to_bytes().hex(),
    }


def codes():
    three = recovery.Codes(a=stretch(11, 20), b=stretch(57, 20), c=stretch(201, 20))
    wraps = recovery.wrap_pairs(three, KEY, VAULT)
    return {
        "codes": [one.hex() for one in (three.a, three.b, three.c)],
        "lines": [list(recovery.write_code(one)) for one in (three.a, three.b, three.c)],
        "key_ab": recovery.pair_key(three.a, three.b, VAULT, "AB").hex(),
        "wraps": [one.hex() for one in (wraps.ab, wraps.ac, wraps.bc)],
        "secret": KEY.hex(),
    }


def ring():
    asa, bo, holder = fixed_keys(3), fixed_keys(4), fixed_keys(5)
    three = recovery.Codes(a=stretch(12, 20), b=stretch(58, 20), c=stretch(202, 20))
    one = slots.make_slot(asa, PASSPHRASE, vault=VAULT, user=ASA, login="Åsa", params=FLOOR)
    two = slots.make_slot(bo, PASSPHRASE + "!", vault=VAULT, user=BO, login="bo", params=FLOOR, key_file=KEY)
    made = keyring.new_keyring(VAULT, stretch(70, 48), one).with_slot(two, stretch(70, 48))
    made = made.with_recovery(recovery.wrap_pairs(three, holder.to_bytes(), VAULT), holder.public, stretch(70, 48))
    made = keyring.sign(made, ASA, asa)
    made = keyring.sign(made.with_next(stretch(80, 48)), BO, bo)
    return {
        "file": keyform.to_bytes(made).decode(),
        "digest": made.digest().hex(),
        "passphrases": {ASA: [PASSPHRASE, None], BO: [PASSPHRASE + "!", KEY.hex()]},
        "codes": [one.hex() for one in (three.a, three.c)],
        "current": stretch(70, 48).hex(),
        "next": stretch(80, 48).hex(),
    }


def control():
    return {
        "list": boxes.digest("words", "\n".join(words.words())).hex(),
        "words": list(words.control_words(fixed_keys(1).public, ASA, VAULT)),
    }


MAKERS = {
    "canonical": canonical,
    "derived": derived,
    "user_keys": user_keys,
    "slot": lambda: slot(None),
    "slot_with_key_file": lambda: slot(KEY),
    "recovery": codes,
    "keyring": ring,
    "control_words": control,
}


if __name__ == "__main__":
    standing = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"vault": VAULT, "user": ASA}
    for name, maker in MAKERS.items():
        if name not in standing:
            try:
                standing[name] = maker()
            except FileNotFoundError:
                print("not yet:", name)
    FILE.write_text(json.dumps(standing, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
