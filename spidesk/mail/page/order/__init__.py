"""Parts of the form that orders a letter."""
