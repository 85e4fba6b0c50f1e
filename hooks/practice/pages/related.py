"""Which articles to recommend after an article."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from practice.content.articles import newest_first
from practice.content.slugs import slug_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from practice.content.articles import Article

TOPIC, TAG, SOURCE = 3, 2, 1
"""The weights of a shared topic, of each shared tag, and of each shared source."""


def more_posts(
    articles: Collection[Article], cited: Mapping[str, Iterable[str]], *, most: int = 3
) -> dict[str, list[Article]]:
    """Up to `most` articles to read next, by the slug of each article; always the same ones.

    First what the article names as related, then the best matches by shared topic, tags and
    sources; equals go newest first. `cited` gives the source ids of each article by its slug.
    """
    by_slug = {article.slug: article for article in articles}
    traits = {article.slug: _traits(article, cited.get(article.slug, ())) for article in articles}
    bearers: defaultdict[str, list[str]] = defaultdict(list)
    for slug, weights in traits.items():
        for trait in weights:
            bearers[trait].append(slug)
    offers: dict[str, list[Article]] = {}
    for article in articles:
        scores: Counter[str] = Counter()
        for trait, weight in traits[article.slug].items():
            for slug in bearers[trait]:
                scores[slug] += weight
        named = [by_slug[slug] for slug in dict.fromkeys(article.related) if slug in by_slug]
        taken = {article.slug, *article.related}
        matches = sorted(
            (by_slug[slug] for slug in scores if slug not in taken),
            key=lambda match: (-scores[match.slug], newest_first(match)),
        )
        offers[article.slug] = [a for a in named if a is not article][:most]
        offers[article.slug] += matches[: most - len(offers[article.slug])]
    return offers


def _traits(article: Article, sources: Iterable[str]) -> dict[str, int]:
    return {
        f"topic {article.topic}": TOPIC,
        **{f"tag {slug_of(tag)}": TAG for tag in article.tags},
        **{f"source {source}": SOURCE for source in sources},
    }
