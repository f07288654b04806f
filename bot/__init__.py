"""The conversation and its doors."""
