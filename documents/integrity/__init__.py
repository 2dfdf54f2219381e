"""Integrity of published editions: digests, manifests and their verification."""
