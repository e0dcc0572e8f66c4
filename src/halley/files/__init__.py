"""Files that outlive the process: written whole or not at all, pictures stored by what they are."""

from halley.files.atomic import flush_folder, make_folder, write_atomic
from halley.files.images import DiskImages, ImageStore, MemoryImages, Picture, describe_picture, picture_of
from halley.files.owners import hand_over

__all__ = [
    "DiskImages",
    "ImageStore",
    "MemoryImages",
    "Picture",
    "describe_picture",
    "flush_folder",
    "hand_over",
    "make_folder",
    "picture_of",
    "write_atomic",
]
