"""The pages of person: the list, the person's page, and the desk every page is handed."""
