"""Backups that open without Halley: tar, zstd and age, in bounded memory, put back whole or not at all."""
