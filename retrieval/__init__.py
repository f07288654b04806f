"""From words to candidate films."""
