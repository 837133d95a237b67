"""The vault: a folder that a copy of opens nothing.

Everything the program keeps lies in one folder, ``NAME.spivault/``: two copies of
the keyring, one SQLCipher database and the log of failed unlocks. `keys` holds
the cryptography (bytes in, bytes out), the rest of this package the database, the
membership and the audit chain. Rooms reach it only through ``Vault.read()`` and
``Vault.write()``.
"""
