"""What Plex is: identities, items, tags, pictures, and the library they stand in."""
