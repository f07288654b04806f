"""The conversation itself: pure, knows no front end, no LLM, no database."""
