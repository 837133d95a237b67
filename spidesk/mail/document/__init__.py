"""The papers of a letter: inner front and back, letter slip and outer front. Bytes out, nothing on disk.

Use: `papers.make(PaperKind.INNER_FRONT, envelope)`. Promise: the outer front is made from the edition's address and the
neutral sender line alone, so it cannot carry anything about the recipient; the slip carries no name, number or
reference; text that does not fit is refused, never cut.
"""
