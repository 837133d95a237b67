"""Paper and print machinery that several rooms stand on.

A paper is made in memory from plain values and handed on as bytes; nothing here opens a file for writing, knows a
person or touches Qt. Sizes and positions are millimetres from the top left corner, as one measures on the paper.
"""
