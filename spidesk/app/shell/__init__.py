"""The window one works in: rail, search, the page at hand, notices, help."""
