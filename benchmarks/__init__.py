"""What the project's speed and memory figures are made with: `python -m benchmarks`, or `make bench`."""
