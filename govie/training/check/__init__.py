"""Checks of annotation files: their format, their words, each other, a model."""
