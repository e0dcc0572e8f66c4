"""Pictures that a person sends, to be drawn as overlays: decoded by a process of their own, then kept beside config.yml."""
