"""The reference: SPEC.md in Python, one class for each of its chapters."""
