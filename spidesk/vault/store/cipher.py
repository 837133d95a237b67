"""One SQLCipher database, opened so that nothing can be written in the clear.

The file is opened with a raw key and salt; no password work is done here. Before anything is read or written the module
proves that the library is SQLCipher 4, that encryption is on and that the file is not a plain SQLite file: the library
of Python itself would take `PRAGMA key` without a word and write plain text. One connection, held for good, in
autocommit: transactions are begun and ended here and nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.errors import Damaged

_PLAIN = b"SQLite format 3\0"
_PRAGMAS = (
    "cipher_memory_security = ON",
    "cipher_compatibility = 4",
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "locking_mode = EXCLUSIVE",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
)
_FULL = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR"})
_SHUT = frozenset({"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"})
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})
_BROKEN = frozenset(
    {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_FORMAT"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKey:
    """The key of one database file: 32 random bytes and the 16 bytes of salt that stand at the file's start."""

    key: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> FileKey:
        """Make a new random key and salt."""
        return cls(key=os.urandom(labels.KEY), salt=os.urandom(labels.SALT))

    def to_bytes(self) -> bytes:
        """Give key and salt in one piece of 48 bytes, to be wrapped at once."""
        return self.key + self.salt

    @classmethod
    def from_bytes(cls, secret: bytes) -> FileKey:
        """Read what `to_bytes` gave. Raises Damaged for any other length."""
        if len(secret) != labels.KEY + labels.SALT:
            raise Damaged("key.length")
        return cls(key=secret[: labels.KEY], salt=secret[labels.KEY :])


class Database:
    """An open database file. `connection` is SQLAlchemy's, `driver` the connection below it for bulk reading."""

    def __init__(self, engine: Engine, driver: Any) -> None:
        self._engine = engine
        self.driver = driver
        self.connection: Connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._broken = False
        self.migrated_from = ""
        """The revision the file had before it was brought up at this opening."""
        event.listen(engine, "handle_error", self._handle)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open right now."""
        return bool(self.driver.in_transaction)

    def begin(self) -> None:
        """Begin a transaction that may write. Raises Damaged once damage has been seen: nothing is written then."""
        if self._broken:
            raise Damaged("database.page")
        with faults():
            self.driver.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make the transaction lasting, or roll it back and refuse. After return it survives a power cut."""
        try:
            with faults():
                self.driver.execute("COMMIT")
        except BaseException:
            self.rollback()
            raise

    def rollback(self) -> None:
        """Undo what stands open, if anything does."""
        if self.in_transaction:
            with suppress(dbapi2.Error):
                self.driver.execute("ROLLBACK")

    def integrity(self) -> list[str]:
        """Check the whole file: every page, then structure and references. Gives the names of what failed."""
        checks: tuple[tuple[str, str, list[tuple[str]]], ...] = (
            ("database.page", "PRAGMA cipher_integrity_check", []),
            ("database.structure", "PRAGMA integrity_check", [("ok",)]),
            ("database.reference", "PRAGMA foreign_key_check", []),
        )
        for name, pragma, whole in checks:
            try:
                right = self.driver.execute(pragma).fetchall() == whole
            except dbapi2.Error:
                right = False
            if not right:  # a file with a broken page has no structure worth asking about
                self._broken = True
                return [name]
        return []

    def copy_to(self, path: Path, key: FileKey) -> None:
        """Write the whole database to a new file under another key. The file is complete and synced on return.

        Raises FileExistsError if there is one; Refusal for a full disk.
        """
        _create(path)
        with faults():
            target = _driver(path, key)
            try:
                self.driver.backup(target)
            finally:
                target.close()

    def _handle(self, context: ExceptionContext) -> None:
        """Let every statement sent through SQLAlchemy fail as the house says, without its text or values."""
        told = _told(context.original_exception)
        self._broken = self._broken or isinstance(told, Damaged)
        if told is not None:
            raise told from None

    def close(self) -> None:
        """Close the file; what stands open is rolled back."""
        self.rollback()
        with suppress(DBAPIError, dbapi2.Error):
            self.connection.close()
        self._engine.dispose()


def open_database(path: Path, key: FileKey) -> Database:
    """Open an existing file. Raises Damaged if it is not a database of this key, Refusal if it cannot be opened."""
    _check_start(path, key)
    return _open(path, key)


def new_database(path: Path, key: FileKey) -> Database:
    """Make a new, empty file. Raises FileExistsError if there is one."""
    _create(path)
    database = _open(path, key)
    if path.stat().st_size:
        _check_start(path, key)
    return database


@contextmanager
def faults() -> Iterator[None]:
    """Turn the driver's errors into what the house says: a Refusal, or Damaged. Texts of the driver go no further.

    For work on the driver itself; statements sent through `connection` are taken care of by the engine.
    """
    try:
        yield
    except DBAPIError as error:
        told = _told(error.orig)
        if told is None:
            raise
        raise told from None
    except dbapi2.Error as error:
        told = _told(error)
        if told is None:
            raise
        raise told from None


def _told(error: BaseException | None) -> Exception | None:
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name in _BROKEN or name.startswith("SQLITE_CORRUPT"):
        return Damaged("database.page")
    if name in _FULL:
        return Refusal("vault.disk_full")
    if name.split("_IOERR")[0] in _SHUT or any(name.startswith(shut) for shut in _SHUT):
        return Refusal("vault.read_only")
    if any(name.startswith(busy) for busy in _BUSY):
        return Refusal("vault.in_use", who="?", since="?")
    return None


def _create(path: Path) -> None:
    """Make an empty file for this user alone; SQLite would give it whatever the umask says."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise
    except OSError:
        raise Refusal("vault.disk_full") from None


def _open(path: Path, key: FileKey) -> Database:
    engine = create_engine(
        "sqlite://", module=dbapi2, creator=lambda: _driver(path, key), poolclass=StaticPool, hide_parameters=True
    )
    try:
        with faults():
            driver = engine.raw_connection().driver_connection
            return Database(engine, driver)
    except BaseException:
        engine.dispose()
        raise


def _driver(path: Path, key: FileKey) -> Any:
    """Connect below SQLAlchemy, prove the cipher, set the pragmas, and take the file for this process alone."""
    driver = dbapi2.connect(str(path), isolation_level=None, timeout=1.0)
    try:
        driver.execute("PRAGMA cipher_log_level = NONE")
        driver.execute(_key_pragma(key))
        _prove(driver)
        for pragma in _PRAGMAS:
            driver.execute(f"PRAGMA {pragma}")
        _prove_pragmas(driver)
        driver.execute("BEGIN EXCLUSIVE")
        driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
        driver.execute("COMMIT")
    except BaseException:
        driver.close()
        raise
    return driver


def _key_pragma(key: FileKey) -> str:
    if len(key.key) != labels.KEY or len(key.salt) != labels.SALT:
        raise ValueError("a database takes 32 bytes of key and 16 of salt")
    return f"PRAGMA key = \"x'{key.key.hex()}{key.salt.hex()}'\""


def _prove(driver: Any) -> None:
    version = driver.execute("PRAGMA cipher_version").fetchone()
    status = driver.execute("PRAGMA cipher_status").fetchone()
    if version is None or not str(version[0]).startswith("4.") or status is None or str(status[0]) != "1":
        raise RuntimeError("the database library does not encrypt")


def _prove_pragmas(driver: Any) -> None:
    wanted = {"journal_mode": "truncate", "synchronous": "3", "foreign_keys": "1", "secure_delete": "1"}
    for name, value in wanted.items():
        if str(driver.execute(f"PRAGMA {name}").fetchone()[0]).lower() != value:
            raise RuntimeError("the database library does not do as it is told")


def _check_start(path: Path, key: FileKey) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(labels.SALT)
    except FileNotFoundError:
        raise Refusal("vault.incomplete") from None
    except PermissionError:
        raise Refusal("vault.read_only") from None
    if len(start) < labels.SALT:
        raise Damaged("database.short")
    if start == _PLAIN:
        raise Damaged("database.plain")
    if start != key.salt:
        raise Damaged("database.salt")
