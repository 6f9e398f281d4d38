"""Language packs: the words of the grammar, one TOML file a language."""
