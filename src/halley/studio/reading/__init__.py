"""Plans and runs as pages read them: opened once, told in the words of the terminal, narrowed and cut into parts."""
