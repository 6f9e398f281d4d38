"""The embedded parser: a lattice of what words may mean, one best path through it, and a typed reading of that path."""
