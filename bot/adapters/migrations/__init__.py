"""How the store's tables came to be what they are, one step a file, run by Alembic.

A step is never changed once it has been released: stores in use have taken it already.
"""
