"""The papers of the mail room: faces of envelopes and labels, enclosures, lists. Bytes out, nothing on disk.

Use: `papers.make(PaperKind.INNER_FRONT, envelope)`, `labels.make(sheet, faces, start=5)`, `window.make(envelope,
window)`, `lists.sending(listed)`. Promise: the outer front is made from the edition's address and the neutral sender
line alone, so it cannot carry anything about the recipient; slip, receipt, reply and lists carry no name, number or
reference; text that does not fit is refused, never cut; the same letter gives the same bytes.
"""
