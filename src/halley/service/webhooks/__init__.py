"""What others tell of new items: Plex, Tautulli, Sonarr and Radarr, each in its own words."""
