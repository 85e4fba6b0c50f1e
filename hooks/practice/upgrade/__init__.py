"""`make upgrade`: brings a copy of the kit, with content of its own, to a newer version.

It is always the new version that does it: the installed one only fetches it. Both need nothing but
Python and git, because the environment of the copy is as old as the copy; only comparison.py runs
in the environment of the new version. A copy from before this
command exists gets it by a line in docs/_handbook/upgrade.md, which names this package and the
folder `.build/kit`: do not move them.
"""
