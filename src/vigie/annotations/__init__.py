"""The annotations room."""
