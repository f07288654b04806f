"""How the search does over a large catalogue, and how that grows: `python -m benchmarks.scale --index DIR`."""
