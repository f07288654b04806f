"""The Discord front end: the only importer of discord."""
