"""Pictures and the search index."""
