"""The data workshop: public files of films in, one catalogue out. `python -m data build --out DIR TYPE:PATH…`.

Beside it lie `starter/` and `encoder/`, which ship with the bot and hold no code.
"""
