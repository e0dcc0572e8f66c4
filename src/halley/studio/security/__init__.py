"""What stands between the studio and whoever can reach its port: a wall a file, each of which a test takes out."""
