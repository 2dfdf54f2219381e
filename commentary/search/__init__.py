"""Search page: what `documents.search` finds, with comments and instruments."""
