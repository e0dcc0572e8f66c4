"""What an item gets: which overlays, in which order, with which texts, and where each stands. Arithmetic and values only."""
