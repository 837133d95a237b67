"""What is sealed in the database: person keys and parts, a circle's drop, a user's drafts."""
