"""The pages for readers. What they may see is decided in permissions.py."""
