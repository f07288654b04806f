"""Words for the LLM, reviewed as text: one file per prompt."""
