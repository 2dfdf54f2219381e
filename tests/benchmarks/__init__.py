"""Benchmarks: each is run by hand, fills a database of its own, and prints figures."""
