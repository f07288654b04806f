"""One file per port of the core: the store, the phraser, the clock."""
