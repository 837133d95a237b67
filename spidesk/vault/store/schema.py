"""The vault's own tables. Prefix `vault_` for keys, people and parts, `audit_` for the log.

Times are UTC in ISO 8601 with microseconds, in Text. Bytes are keys sealed to someone, signatures and digests; nothing
here says who a protected person is.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from spidesk.vault.tables import metadata

INFO = Table(
    "vault_info",
    metadata,
    Column("id", Text, primary_key=True),
    Column("made_at", Text, nullable=False),
    Column("root_user", Text, nullable=False),
    Column("root_nonce", LargeBinary, nullable=False),
    Column("recovery_kem", LargeBinary, nullable=False),
    Column("recovery_sig", LargeBinary, nullable=False),
    Column("recovery_proof", LargeBinary, nullable=False),
    Column("keyring_generation", Integer, nullable=False),
    Column("keyring_hash", LargeBinary, nullable=False),
    Column("next_generation", Integer),
    Column("next_hash", LargeBinary),
    Column("version", Integer, nullable=False),
)
"""One row. `id` is the vault's id, `keyring_…` the keyring that belongs here, `next_…` one announced, unconfirmed."""

USER = Table(
    "vault_user",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
"""A colleague. `generation` says which of the user's public keys is in use."""

PUBLIC = Table(
    "vault_public",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("kem", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_generation", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
    UniqueConstraint("user", "generation"),
)
"""A user's public keys, signed by the administrator who made the user, by the key before them, or by recovery."""

ATTESTATION = Table(
    "vault_attestation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("what", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_generation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
)
"""What one user signs about another: control words compared, administrator, no longer administrator."""

CIRCLE = Table(
    "vault_circle",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("namnd", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("recoverable", Boolean, nullable=False),
    Column("post_circle", Text),
    Column("owner", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_generation", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
"""A circle. `epoch` 0 means that it waits for its owner, who makes its keys."""

EPOCH = Table(
    "vault_epoch",
    metadata,
    Column("id", Text, primary_key=True),
    Column("circle", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("drop_kem", LargeBinary, nullable=False),
    Column("drop_sealed", LargeBinary, nullable=False),
    Column("blind_sealed", LargeBinary),
    Column("by", Text, nullable=False),
    Column("by_generation", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
    UniqueConstraint("circle", "epoch"),
)
"""A circle's drop key and blind-index key, sealed by the circle key; older drop keys stay for older orders."""

GRANT = Table(
    "vault_grant",
    metadata,
    Column("id", Text, primary_key=True),
    Column("circle", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("user", Text, nullable=False),
    Column("user_generation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("roles", Text, nullable=False),
    Column("sealed", LargeBinary),
    Column("sealed_sha", LargeBinary),
    Column("by", Text, nullable=False),
    Column("by_generation", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
    UniqueConstraint("circle", "number"),
)
"""Membership: the circle key wrapped to one member. A user's highest number holds; no roles, no member."""

PERSON = Table(
    "vault_person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("circle", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
    Index("vault_person_circle", "circle"),
)
"""A person's key, sealed by the circle key of `epoch`."""

PART = Table(
    "vault_part",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    UniqueConstraint("person", "name", "version"),
)
"""Sealed parts, append-only: an edit adds a version."""

DRAFT = Table(
    "vault_draft",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
    UniqueConstraint("user", "place"),
)
"""What a user had not saved when the vault was locked, sealed to the user alone."""

EVENT = Table(
    "audit_event",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("signer", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("rows", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Index("audit_event_action", "action"),
    Index("audit_event_reference", "reference"),
)
"""The log: each line's hash covers the line before it; `signer` says which of the user's keys signed."""

TOUCHED = Table(
    "audit_row",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("tab", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha", LargeBinary),
    Index("audit_row_of", "tab", "row", "seq"),
    Index("audit_row_seq", "seq"),
)
"""The digest of each row an audit line touched; no digest for a row taken away. `version` counts for parts alone."""

CHECKPOINT = Table(
    "audit_checkpoint",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("user", Text, nullable=False),
    Column("signer", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
)
"""Up to here every line's signature has been verified, says the one who signed the checkpoint."""

UNLOGGED = frozenset({"audit_event", "audit_row", "audit_checkpoint", "vault_revision"})
"""Tables without row digests: the log itself, which the chain covers, and the mark of the migrations."""
