"""`make links`: checks whether the pages on other sites that the content links to still exist."""
