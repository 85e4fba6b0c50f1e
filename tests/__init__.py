"""Tests; the engine is imported first, so that ProperDocs answers to the name mkdocs."""

import practice.engine  # noqa: F401
