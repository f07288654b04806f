"""The rules of movie night, pure: a night goes in, a night or a result comes out."""
