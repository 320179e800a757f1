"""Raw characters to clean text with a map back; sections, sentences and tokens of it."""
