"""How the vault lies on disk: the encrypted database, its place, its rows, parts and log."""
