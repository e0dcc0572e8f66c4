"""Compositions to pixels. The room that imports Pillow."""
