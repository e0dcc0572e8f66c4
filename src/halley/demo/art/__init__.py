"""The artist: posters, title cards and backgrounds, drawn with Pillow from shapes, gradients and our own lettering."""
