"""The recipe that makes the bundled embedding model from public data."""
