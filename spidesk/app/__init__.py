"""The program around the rooms: start, first run, unlock, shell, lock and faults. No room knows it."""
