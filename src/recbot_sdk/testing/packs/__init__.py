"""What `check_pack` asks of a language pack: how it is written, what it covers, and what its own words do."""
