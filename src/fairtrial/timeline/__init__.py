"""Uses become courses, courses become trials; scores become outcomes. All date work happens here; rules only
compare.

Everything is a sort, a shift and a cumulative sum over tables keyed by ``person_id``: one person is a table
with one person in it, and a million persons run through the same lines.
"""
