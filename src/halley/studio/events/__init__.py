"""What happens, as it happens: jobs that change and lines of their logs, numbered, so that nobody misses any."""
