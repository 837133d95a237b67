"""Who may what: users, attested keys, circles, grants, rotation, recovery. `vault.membership` is the door."""
