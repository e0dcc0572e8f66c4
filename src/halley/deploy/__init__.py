"""Units, files and commands that run Halley, or a Kometa that the user keeps, on a host: values in, text out."""
