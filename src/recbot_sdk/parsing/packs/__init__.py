"""Language packs: the words of the grammar, as data."""
