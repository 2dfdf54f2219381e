"""Commentary in the administration."""

from __future__ import annotations

from commentary.admin import references

__all__ = ["references"]
