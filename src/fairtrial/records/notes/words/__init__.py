"""The vocabulary of notes, compiled once: phrases, drug names, numbers and months as words."""
