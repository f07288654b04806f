"""Rules that read one kind of fact each: text in, spans out. Pure; every span is a place in the given text."""
