"""The library beneath the hooks: content, pages, citations, enquiries."""
