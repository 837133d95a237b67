"""The decisions of the mail room. Pure: no SQL, Qt, files, clock or randomness."""
