"""Publishing: what a change needs, what a host can do, which article is due, what GitHub shows."""
