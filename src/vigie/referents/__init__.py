"""The referents room."""
