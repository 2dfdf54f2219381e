"""Workbench: the pages on which editors import, edit and publish a draft."""
