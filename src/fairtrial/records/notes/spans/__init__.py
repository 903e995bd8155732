"""What stands in a note and where: sections, sentences, names, people, doses, times and side effects."""
