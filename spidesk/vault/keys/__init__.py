"""The cryptography of the vault: bytes in, bytes out.

- `boxes`: seal and unseal under a key, padding, derivation, digest, blind index.
- `pairs`: a user's key pairs; wrapping to a public key; signatures.
- `slots`: a user's secret keys under a passphrase.
- `recovery`: three printed codes, any two of which open.
- `words`: generated passphrases, control words, what passphrase is accepted.
- `keyring`: all of that for one vault, as one signed document.
- `files`: the keyring's two copies on disk; the only module that touches files.
- `faults`: what can go wrong, without a trace of any secret.

Primitives come from the `cryptography` package and randomness from the operating
system; nothing here is invented. No SQL, no Qt, no log, no clock. What Python
leaves of a secret in memory after use is not wiped: locking ends the process.
"""
