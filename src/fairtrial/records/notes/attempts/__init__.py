"""Sentence by sentence to readings, and the readings of one drug merged into episodes."""
