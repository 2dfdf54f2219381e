"""Views of the reader's pages; permissions are in documents/permissions.py."""
