"""The workshop: rebuilds the encoder and measures the search. Never sees what users of the bot write."""
