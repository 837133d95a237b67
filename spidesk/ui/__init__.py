"""The widgets every page is built from, and the threads that do the work behind them.

Nothing here knows a person, a circle or a paper's content: pages hand in texts and closures. `look` is colour, type and
icons; `guard` keeps bad text, the clipboard and screen capture in check; `hands` runs work off the window's thread.
"""
