"""The vault as one who has its key and no program sees it: each cell by a plain connection, each page by hand."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2

from spidesk.vault.store.cipher import FileKey

PAGE, RESERVE, SALT, IV = 4096, 80, 16, 16


def file_key(vault):
    """The key of `store.db`, by the user's own keys: what anyone who may unlock the vault can get out of it."""
    opened = vault.opened
    return FileKey.from_bytes(opened.keyring.open_key(opened.held.keys, vault.session.user.id))


def columns(folder, key):
    """Every value in the database, joined for each column: {(table, column): bytes}. The schema itself is one more."""
    found = {}
    for table, column, value in _cells(folder, key):
        found.setdefault((table, column), []).append(value)
    return {place: b"\0|\0".join(values) for place, values in found.items()}


def _cells(folder, key):
    connection = dbapi2.connect(str(folder / "store.db"))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.key.hex()}{key.salt.hex()}'\"")
        for row in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
            yield "sqlite_master", "sql", str(row).encode()
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in names:
            found = connection.execute(f'SELECT * FROM "{table}"')
            titles = [column[0] for column in found.description]
            for row in found:
                for column, value in zip(titles, row, strict=True):
                    yield table, column, value if isinstance(value, bytes) else str(value).encode()
    finally:
        connection.close()


def pages(folder, key):
    """The whole file decrypted page by page, free pages and slack too, as SQLCipher 4 lays it out."""
    content = (folder / "store.db").read_bytes()
    for at in range(0, len(content), PAGE):
        page = content[at : at + PAGE]
        start = SALT if at == 0 else 0
        body, iv = page[start : PAGE - RESERVE], page[PAGE - RESERVE :][:IV]
        decryptor = Cipher(algorithms.AES(key.key), modes.CBC(iv)).decryptor()
        yield decryptor.update(body) + decryptor.finalize()
