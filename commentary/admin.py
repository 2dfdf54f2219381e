"""Registers the admin of commentary's features; Django imports it by this name."""

from __future__ import annotations

from commentary.moderation import admin as moderation
from commentary.references import admin as references

__all__ = ["moderation", "references"]
