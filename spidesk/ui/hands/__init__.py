"""The threads behind the windows: one hand does one thing at a time and answers on the window's thread."""
