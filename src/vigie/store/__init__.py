"""The store room: the record on disk, SQLite, append-only."""
