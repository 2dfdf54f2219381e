"""Endpoints of cross-references, as every feature names and links them."""
