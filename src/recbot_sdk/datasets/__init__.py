"""Catalogues with interactions from installed packages: nothing is downloaded."""
