"""Commentary in the administration."""

from __future__ import annotations

from commentary.admin import moderation, references

__all__ = ["moderation", "references"]
