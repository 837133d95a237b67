"""The shape of the database through the years: Alembic, forward only, on a copy of the file."""
