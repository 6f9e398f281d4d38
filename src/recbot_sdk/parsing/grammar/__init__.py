"""The embedded parser: tokens, lattice, best path, clauses, resolution. Offline, any catalogue, no word of any language."""
