"""The tables of the first release, one module a room, frozen: nothing here imports from the program."""
