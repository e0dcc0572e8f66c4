"""Every effect on a Plex server as a value: kinds, wire form, application, inversion, words."""
