"""The demo library: films that never were, their artwork, and a Kometa configuration that dresses them."""
