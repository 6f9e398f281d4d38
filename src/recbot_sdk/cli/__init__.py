"""The command line. `recbot demo` steers real films by words."""
