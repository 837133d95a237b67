"""Worklist: Att göra, everything that waits, from every room the user works in.

The room keeps nothing of its own and has no tables: each room hands over its due items through the app, all from open
columns, so that nothing is opened to show what waits.
"""
