"""Readers of public formats, one a file: a path in, partial film records out, what is broken counted by name."""
