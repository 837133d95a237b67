"""What the first release wrote is read for ever: vectors.json is added to, never changed.

Beside them a few published vectors, to know that the libraries as installed do what they say.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.keys import boxes, pairs, recovery, slots, words
from spidesk.vault.keys.keyform import from_bytes, to_bytes
from spidesk.vault.keys.pairs import UserKeys

KEPT = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
VAULT, USER = KEPT["vault"], KEPT["user"]
FLOOR = slots.SlotParams(memory_kib=64 * 1024, passes=3, lanes=4)
un64 = base64.b64decode
unhex = bytes.fromhex


@pytest.mark.parametrize("case", KEPT["canonical"], ids=lambda case: case["label"])
def test_canonical(case):
    fields = case["fields"] if "fields" in case else [unhex(one) for one in case["fields_hex"]]
    assert encode(case["label"], *fields).hex() == case["bytes"]


def test_canonical_by_hand():
    """One vector that no program made."""
    assert encode("a", b"\xff", -1, None) == (
        b"S\0\0\0\0\0\0\0\1aB\0\0\0\0\0\0\0\1\xffI\0\0\0\0\0\0\0\1\xffN\0\0\0\0\0\0\0\0"
    )


def test_boxes_and_derivations():
    made = KEPT["derived"]
    key = unhex(made["key"])
    assert boxes.derive(key, labels.PART, VAULT, 7, None).hex() == made["derive"]
    assert boxes.derive(key, labels.SLOT, length=64).hex() == made["derive_64"]
    assert boxes.digest(labels.AUDIT, VAULT, 1, b"\0").hex() == made["digest"]
    assert boxes.blind(key, "a number").hex() == made["blind"]
    assert boxes.pad(b"identity").hex() == made["padded"]
    assert boxes.unseal(key, unhex(made["box"]), aad=encode(labels.PART, VAULT, 1)) == b"identity"


def test_user_keys_and_wraps():
    made = KEPT["user_keys"]
    keys = UserKeys.from_bytes(unhex(made["secret"]))
    assert keys.public.kem == un64(made["kem_public"])
    assert keys.public.sig.hex() == made["sig_public"]
    assert pairs.sign(keys, encode(labels.GRANT, USER)).hex() == made["signature"]
    assert pairs.unwrap(keys, un64(made["wrapped"]), **made["use"]) == unhex(KEPT["derived"]["key"])


@pytest.mark.parametrize("name", ["slot", "slot_with_key_file"])
def test_slots(name):
    made = KEPT[name]
    key_file = made["key_file"] and unhex(made["key_file"])
    factors, passphrase = made["factors"], made["passphrase"]
    salt = unhex(made["fixed_salt"])
    derived = slots.slot_keys(
        passphrase.encode(), key_file or b"", salt, FLOOR, vault=VAULT, user=USER, factors=factors
    )
    assert [one.hex() for one in derived] == [made["slot_key"], made["commitment"]]
    fields = {field: un64(value) for field, value in made["slot"].items()}
    slot = slots.Slot(user=USER, login="Åsa", params=FLOOR, one_time=made["one_time"], factors=factors, **fields)
    opened = slots.open_slot(slot, passphrase, vault=VAULT, key_file=key_file)
    assert opened.to_bytes().hex() == made["secret"]


def test_the_slot_key_by_other_means():
    """Argon2id apart, the derivation is written out with the standard library."""
    made = KEPT["slot_with_key_file"]
    argon = Argon2id(salt=unhex(made["fixed_salt"]), length=32, iterations=3, lanes=4, memory_cost=65536)
    material = encode(labels.SLOT, argon.derive(made["passphrase"].encode()), unhex(made["key_file"]))
    info = encode(labels.SLOT, VAULT, USER, made["factors"])
    extracted = hmac.new(bytes(32), material, hashlib.sha256).digest()
    first = hmac.new(extracted, info + b"\1", hashlib.sha256).digest()
    second = hmac.new(extracted, first + info + b"\2", hashlib.sha256).digest()
    assert [first.hex(), second.hex()] == [made["slot_key"], made["commitment"]]


def test_recovery_codes():
    made = KEPT["recovery"]
    codes = [unhex(one) for one in made["codes"]]
    assert [list(recovery.write_code(one)) for one in codes] == made["lines"]
    assert [recovery.read_code("\n".join(lines)) for lines in made["lines"]] == codes
    assert recovery.pair_key(codes[0], codes[1], VAULT, "AB").hex() == made["key_ab"]
    ab, ac, bc = (unhex(one) for one in made["wraps"])
    wraps = recovery.PairWraps(ab=ab, ac=ac, bc=bc)
    for first, second in ((0, 1), (2, 0), (1, 2)):
        assert recovery.open_pair(codes[first], codes[second], wraps, VAULT).hex() == made["secret"]


def test_the_keyring_opens_for_everyone():
    made = KEPT["keyring"]
    ring = from_bytes(made["file"].encode())
    assert ring.digest().hex() == made["digest"]
    assert to_bytes(ring) == made["file"].encode()
    secret = recovery.open_pair(*map(unhex, made["codes"]), ring.recovery.wraps, VAULT)
    every = {"recovery": UserKeys.from_bytes(secret)}
    for slot in ring.slots:
        passphrase, key_file = made["passphrases"][slot.user]
        every[slot.user] = slots.open_slot(slot, passphrase, vault=VAULT, key_file=key_file and unhex(key_file))
    assert len(every) == 3
    for recipient, keys in every.items():
        assert ring.open_key(keys, recipient).hex() == made["current"]
        assert ring.open_key(keys, recipient, following=True).hex() == made["next"]


def test_control_words():
    made = KEPT["control_words"]
    public = UserKeys.from_bytes(unhex(KEPT["user_keys"]["secret"])).public
    assert boxes.digest("words", "\n".join(words.words())).hex() == made["list"]
    assert list(words.control_words(public, USER, VAULT)) == made["words"]


def test_published_vectors_hold_with_the_libraries_as_installed():
    """RFC 9106 5.3, RFC 5869 A.1, RFC 8032 7.1 (first), and case 14 of the GCM specification."""
    argon = Argon2id(salt=b"\2" * 16, length=32, iterations=3, lanes=4, memory_cost=32, secret=b"\3" * 8, ad=b"\4" * 12)
    assert argon.derive(b"\1" * 32).hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    hkdf = HKDF(algorithm=hashes.SHA256(), length=42, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)))
    assert hkdf.derive(b"\x0b" * 22).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )
    ed = Ed25519PrivateKey.from_private_bytes(unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert ed.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555f"
        "b8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    box = AESGCM(bytes(32)).encrypt(bytes(12), bytes(16), None)
    assert box.hex() == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
