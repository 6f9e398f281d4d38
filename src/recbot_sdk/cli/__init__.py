"""The command line. `recbot demo` steers real films by words, `recbot check` runs commands with what must come of them."""
