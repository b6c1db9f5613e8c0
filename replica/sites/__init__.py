"""One module a site: each answers the paths under `/<source name>/`, and the server knows no more of it."""
