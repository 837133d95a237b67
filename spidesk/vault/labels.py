"""Every constant the vault format stands on: labels, suite numbers, sizes, limits.

A label separates one use of a key, a hash or a signature from every other
(domain separation), so nothing made for one purpose is ever accepted for another.
The "1" is the generation of the format. None of these values may ever change: a
vault of every release opens for ever (tests/vault/keys/vectors.json). A new need
gets a new label or a new suite number beside the old.
"""

# Keys and what they are sealed under.
SLOT = "spidesk/1/slot"
VAULT_KEY = "spidesk/1/vault-key"
CIRCLE_KEY = "spidesk/1/circle-key"
PERSON_KEY = "spidesk/1/person-key"
PART = "spidesk/1/part"
DROP_KEY = "spidesk/1/drop-key"
DROP = "spidesk/1/drop"
RECOVERY = "spidesk/1/recovery"
DRAFT = "spidesk/1/draft"
BLIND = "spidesk/1/blind"
BACKUP = "spidesk/1/backup"

# What is signed or hashed.
AUDIT = "spidesk/1/audit"
ROW = "spidesk/1/row"
ATTEST = "spidesk/1/attest"
GRANT = "spidesk/1/grant"
CHECKPOINT = "spidesk/1/checkpoint"
KEYRING = "spidesk/1/keyring"
KEYRING_FILE = "spidesk/1/keyring-file"
CONTROL = "spidesk/1/control"

# The envelope of every HPKE wrap; its purpose is one of the labels above.
WRAP = "spidesk/1/wrap"

# Suite numbers: the first byte of what they made.
BOX_SUITE = 1  # AES-256-GCM, random 96-bit nonce, 128-bit tag
KEM_SUITE = 1  # HPKE (RFC 9180): ML-KEM-768 + X25519, HKDF-SHA256, AES-256-GCM
USER_SUITE = 1  # KEM_SUITE 1 and Ed25519 together

# Sizes in bytes.
KEY = 32
NONCE = 12
TAG = 16
SALT = 16
COMMITMENT = 32
DIGEST = 32
SIGNATURE = 64
BLIND_INDEX = 16
KEY_FILE = 32
MLKEM_SEED = 64
MLKEM_PUBLIC = 1184
X25519_KEY = 32
ED25519_KEY = 32
KEM_SECRET = 1 + MLKEM_SEED + X25519_KEY
KEM_PUBLIC = 1 + MLKEM_PUBLIC + X25519_KEY
USER_SECRET = 1 + KEM_SECRET + ED25519_KEY
RECOVERY_CODE = 20

# Sealed plaintext is padded to one of these, then to multiples of the last.
BUCKETS = (256, 1024, 4096, 16384, 65536)

# Argon2id v1.3 (RFC 9106): memory in KiB, passes, lanes. The floor is RFC 9106's
# second choice; a slot that asks for more than the ceiling is refused unread.
KDF_MEMORY, KDF_PASSES, KDF_LANES = 256 * 1024, 3, 4
KDF_FLOOR_MEMORY, KDF_FLOOR_PASSES, KDF_FLOOR_LANES = 64 * 1024, 3, 4
KDF_CEILING_MEMORY, KDF_CEILING_PASSES, KDF_CEILING_LANES = 1024 * 1024, 10, 8
PASSPHRASE_BYTES = 4096  # longest passphrase, as NFC-normalised UTF-8

# The keyring.
KEYRING_FORMAT = 1
KEYRING_BYTES = 4 * 1024 * 1024  # longest file that is read
KEYRING_SLOTS = 500
RECOVERY_HOLDER = "recovery"  # stands where a user's id stands, for the three codes
