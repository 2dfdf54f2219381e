"""Reading: the pages of documents with commentary on them, and the feeds."""
