"""Which items a definition means: builders, searches and filters over a library in memory."""
