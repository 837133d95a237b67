"""The demo: invented people in a vault of their own, opened for a person or driven through the real windows.

`people` reads a file of people, `build` makes the demo vault, `journey` drives the windows, `run` is the command.
"""
