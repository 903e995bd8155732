"""Episodes and findings as rows of the history tables, with days and amounts read from words."""
