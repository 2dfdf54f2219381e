"""Cross-references: detection, proposals, review, staleness, table and graph."""
