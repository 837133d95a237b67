"""What lies around the database: the place, the lock, failed unlocks, the head a workstation remembers."""
