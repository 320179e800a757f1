"""The spaCy components of the pipeline, one file each, and what they share."""
