"""The steps, in the order in which `down_revision` links them."""
