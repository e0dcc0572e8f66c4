"""What makes Changes from a configuration."""
