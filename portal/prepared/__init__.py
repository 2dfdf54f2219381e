"""Prepared pages: made once, kept in each process, true while nothing touched them.

Anonymous visitors are answered early in the middleware (visitors.py) from what is kept
(keeping.py), under the number of touches (documents/models/touches.py) that was read
before the page was made.
"""
