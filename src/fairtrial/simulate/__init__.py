"""Invented people with a known truth: a hidden course for each, and the records a real system would keep
of it.

``course`` and its neighbours draw the hidden lives, ``kept`` the records, ``truth`` works out by plain
steps what the
engine should find, ``thin`` makes records poorer. Needs the extra ``simulate`` (NumPy).
"""
