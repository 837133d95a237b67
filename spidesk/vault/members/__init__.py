"""Who may what, read and verified: users' attested keys, circles and grants, the session. Changed by `membership`."""
