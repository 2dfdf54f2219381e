"""Presenters: plain data, labels and contexts for templates."""
