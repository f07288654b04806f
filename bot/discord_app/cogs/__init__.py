"""The cogs translate: an event in, a turn at the desk, nothing else."""
