"""`plex_search`: a tree of conditions, and the query that it is to a server."""
