"""The edges of the doctor: where facts come from. Everything here reads, and nothing writes."""
