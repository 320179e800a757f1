"""What the program knows of words: data files, and a loader for each."""
