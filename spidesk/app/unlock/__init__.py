"""Getting in: choose a vault, unlock it, change a one-time passphrase, recover with two cards."""
