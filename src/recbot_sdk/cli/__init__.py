"""The command line: `recbot demo` steers real films by words, `recbot doctor` says what is installed."""
