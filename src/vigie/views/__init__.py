"""The views room: questions to the store, plain rows back."""
