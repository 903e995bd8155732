"""Other facts that a note states: scores, measurements, conditions, substances and psychotherapy."""
