"""The vault's own tables as the first release made them: users, circles, keys, sealed parts and the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def create(op: Operations) -> None:
    """Make the tables of the vault in an empty database."""
    _users(op)
    _circles(op)
    _sealed(op)
    _log(op)


def _users(op: Operations) -> None:
    op.create_table(
        "vault_info",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("root_user", sa.Text, nullable=False),
        sa.Column("root_nonce", sa.LargeBinary, nullable=False),
        sa.Column("recovery_kem", sa.LargeBinary, nullable=False),
        sa.Column("recovery_sig", sa.LargeBinary, nullable=False),
        sa.Column("recovery_proof", sa.LargeBinary, nullable=False),
        sa.Column("keyring_generation", sa.Integer, nullable=False),
        sa.Column("keyring_hash", sa.LargeBinary, nullable=False),
        sa.Column("next_generation", sa.Integer),
        sa.Column("next_hash", sa.LargeBinary),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "vault_user",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("login", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("admin", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "vault_public",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("kem", sa.LargeBinary, nullable=False),
        sa.Column("sig", sa.LargeBinary, nullable=False),
        sa.Column("admin", sa.Boolean, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("by_generation", sa.Integer, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.UniqueConstraint("user", "generation"),
    )
    op.create_table(
        "vault_attestation",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("by_generation", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )


def _circles(op: Operations) -> None:
    op.create_table(
        "vault_circle",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("namnd", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("recoverable", sa.Boolean, nullable=False),
        sa.Column("post_circle", sa.Text),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("by_generation", sa.Integer, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "vault_epoch",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("circle", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("drop_kem", sa.LargeBinary, nullable=False),
        sa.Column("drop_sealed", sa.LargeBinary, nullable=False),
        sa.Column("blind_sealed", sa.LargeBinary),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("by_generation", sa.Integer, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.UniqueConstraint("circle", "epoch"),
    )
    op.create_table(
        "vault_grant",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("circle", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("user_generation", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("sealed_sha", sa.LargeBinary),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("by_generation", sa.Integer, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.UniqueConstraint("circle", "number"),
    )


def _sealed(op: Operations) -> None:
    op.create_table(
        "vault_person",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("circle", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )
    op.create_index("vault_person_circle", "vault_person", ["circle"])
    op.create_table(
        "vault_part",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.UniqueConstraint("person", "name", "version"),
    )
    op.create_table(
        "vault_draft",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.UniqueConstraint("user", "place"),
    )


def _log(op: Operations) -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("signer", sa.Integer, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("rows", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_index("audit_event_action", "audit_event", ["action"])
    op.create_index("audit_event_reference", "audit_event", ["reference"])
    op.create_table(
        "audit_row",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("tab", sa.Text, nullable=False),
        sa.Column("row", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sha", sa.LargeBinary),
    )
    op.create_index("audit_row_of", "audit_row", ["tab", "row", "seq"])
    op.create_index("audit_row_seq", "audit_row", ["seq"])
    op.create_table(
        "audit_checkpoint",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("signer", sa.Integer, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )
