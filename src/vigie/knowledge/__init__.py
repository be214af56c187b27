"""The knowledge room: all that Vigie knows before reading a line. Data, and loaders to read it."""
