"""What goes over the wire between the studio's API and whoever calls it: a file by noun, each a set of frozen models.

Names are the field's (library, item, rating key, definition, plan, change, run). Addresses in answers are relative to the
API's own root, so that a base URL never has to be known here. Times are RFC 3339 in UTC.
"""
