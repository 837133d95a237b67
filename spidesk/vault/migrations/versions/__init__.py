"""One module a release of the database's shape, in order."""
