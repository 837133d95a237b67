"""The papers of a batch: one run, other ways out, and the lists for signature."""
