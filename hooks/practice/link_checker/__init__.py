"""`make links`: whether the addresses elsewhere that the content names still answer."""
