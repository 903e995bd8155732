"""Which name a word speaks of, and what the words around it turn it into."""
