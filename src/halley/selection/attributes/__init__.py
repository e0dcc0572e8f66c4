"""What filters can ask of an item: one entry an attribute."""

from halley.selection.attributes import dates, flags, numbers, outside, tags, texts
from halley.selection.attributes.registry import ATTRIBUTES, Attribute

__all__ = ["ATTRIBUTES", "Attribute", "dates", "flags", "numbers", "outside", "tags", "texts"]
