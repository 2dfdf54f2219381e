"""What the tests of services share."""

from __future__ import annotations

from pathlib import Path

# The register as it was delivered with the first edition of the letter alone.
FORMER_INSTRUMENTS = Path(__file__).parent / "data" / "instruments-2026-11.toml"
