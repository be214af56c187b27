"""The doors: the ways in and out. Thin: read arguments, call flow or views, print."""
