"""The wall inside Kometa's own process: this folder goes on its PYTHONPATH, and Python loads `sitecustomize` from it.

Everything below runs in Kometa's Python, not in ours: standard library only, Python 3.9 or later, nothing of Halley.
"""
