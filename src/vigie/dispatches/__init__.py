"""The dispatches room."""
