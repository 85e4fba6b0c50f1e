"""Publishing: what a change needs, what a host can do, and what GitHub shows the owner."""
