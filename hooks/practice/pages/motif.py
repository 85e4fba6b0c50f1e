"""The drawings of the site: fine lines and nodes that suggest paths and connections.

A pure function from a name to geometry: the same name always gives the same drawing. The template
adds markup, the stylesheet colors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import blake2b
from random import Random

Point = tuple[float, float]
Drawing = tuple[list[list[Point]], list[Point]]
"""The points of each line, and the positions of the nodes."""
HUES = ("teal", "amber", "ink", "sage")


@dataclass(frozen=True)
class Node:
    """A point on a path."""

    x: float
    y: float
    r: float
    accent: bool = False


@dataclass(frozen=True)
class Motif:
    """A drawing in a box of `width` by `height` units."""

    width: int
    height: int
    hue: str
    """One of HUES."""
    lines: str
    """SVG path data of the fine lines."""
    accent: str
    """SVG path data of the highlighted path."""
    nodes: tuple[Node, ...]


def motif(name: str, width: int, height: int, layout: str | None = None) -> Motif:
    """The drawing for `name`, which also selects one of LAYOUTS unless `layout` is given."""
    random = Random(int.from_bytes(blake2b(name.encode(), digest_size=8).digest()))
    hue = random.choice(HUES)
    drawn = random.choice(list(LAYOUTS.values()))
    drawing = LAYOUTS[layout] if layout else drawn
    paths, marks = drawing(random, width, height)
    chosen = 0 if drawing is _constellation else random.choice(_seen(paths, width, height))
    lines = "".join(_smooth(path) for index, path in enumerate(paths) if index != chosen)
    nodes = [Node(round(x, 1), round(y, 1), round(random.uniform(2.2, 4.2), 1)) for x, y in marks]
    inside = [p for p in paths[chosen] if 9 < p[0] < width - 9 and 9 < p[1] < height - 9]
    x, y = inside[-1]
    nodes.append(Node(round(x, 1), round(y, 1), 6.5, accent=True))
    return Motif(width, height, hue, lines, _smooth(paths[chosen]), tuple(nodes))


def _seen(paths: list[list[Point]], width: int, height: int) -> list[int]:
    """The indexes of the paths that have a point well inside the drawing."""
    return [
        index
        for index, path in enumerate(paths)
        if any(9 < x < width - 9 and 9 < y < height - 9 for x, y in path)
    ]


def _streams(random: Random, width: int, height: int) -> Drawing:
    """Many paths that converge and separate again."""
    waist = random.uniform(0.35, 0.65)
    level = random.uniform(0.4, 0.6)
    paths = []
    for index in range(9):
        start, end = (index + 0.5) / 9, random.random()
        near = level + (start - level) * 0.12
        paths.append(
            [
                (-10.0, start * height),
                (waist * width * 0.55, (start * 0.65 + near * 0.35) * height),
                (waist * width, near * height),
                (width * (waist + (1 - waist) * 0.5), (near * 0.4 + end * 0.6) * height),
                (width + 10.0, end * height),
            ]
        )
    return paths, [path[random.choice((1, 2, 3))] for path in random.sample(paths, 5)]


def _orbits(random: Random, width: int, height: int) -> Drawing:
    """Arcs around two centers."""
    paths: list[list[Point]] = []
    marks: list[Point] = []
    for cx in (random.uniform(0.22, 0.36) * width, random.uniform(0.64, 0.78) * width):
        cy = random.uniform(0.35, 0.65) * height
        turn = random.uniform(0, math.tau)
        for ring in range(1, 6):
            radius = ring * height * random.uniform(0.13, 0.16)
            sweep = random.uniform(0.55, 0.95) * math.tau
            turn += random.uniform(0.5, 1.5)
            path = [
                (
                    cx + radius * math.cos(turn + sweep * t / 12),
                    cy + radius * math.sin(turn + sweep * t / 12),
                )
                for t in range(13)
            ]
            paths.append(path)
            marks.append(path[-1])
    return paths, random.sample(marks, 6)


def _branches(random: Random, width: int, height: int) -> Drawing:
    """One path that opens into many."""
    root = random.uniform(0.3, 0.7) * height
    paths, marks = [], []
    fork = random.uniform(0.2, 0.32) * width
    for index in range(8):
        end = (index + 0.5) / 8 * height
        middle = random.uniform(0.5, 0.62) * width
        second = root + (end - root) * random.uniform(0.5, 0.8)
        paths.append(
            [
                (-10.0, root),
                (fork, root),
                (middle, second),
                (width * 0.82, end),
                (width + 10.0, end),
            ]
        )
        marks.append((middle, second) if index % 2 else (width * 0.82, end))
    return paths, [(fork, root), *random.sample(marks, 5)]


def _weave(random: Random, width: int, height: int) -> Drawing:
    """Waves that cross repeatedly."""
    paths, marks = [], []
    for index in range(7):
        phase, beat = random.uniform(0, math.tau), random.uniform(0.7, 1.5)
        lift = height * random.uniform(0.12, 0.3)
        base = height * (0.3 + 0.4 * index / 6)
        path = [
            (width * (t / 8 * 1.1 - 0.05), base + lift * math.sin(phase + beat * math.tau * t / 8))
            for t in range(9)
        ]
        paths.append(path)
        marks.append(path[random.randrange(1, 8)])
    return paths, random.sample(marks, 5)


def _constellation(random: Random, width: int, height: int) -> Drawing:
    """Points, each joined to the two nearest, and one way through them."""
    points = [
        (
            width * (column + random.uniform(0.15, 0.85)) / 7,
            height * (row + random.uniform(0.15, 0.85)) / 3,
        )
        for column in range(7)
        for row in range(3)
    ]
    joins = []
    for point in points:
        near = sorted(points, key=lambda other: math.dist(other, point))
        joins += [[point, other] for other in near[1:3]]
    way = [min(points)]
    while ahead := [point for point in points if point[0] > way[-1][0] + width / 14]:
        way.append(min(ahead, key=lambda point: math.dist(point, way[-1])))
    return [way, *joins], points


def _ripples(random: Random, width: int, height: int) -> Drawing:
    """Rings that widen from a point at the edge."""
    corner_x, corner_y = random.choice(((0.0, 1.0), (1.0, 1.0), (0.5, 1.2), (0.0, 0.0), (1.0, 0.0)))
    cx, cy = corner_x * width, corner_y * height
    reach = math.hypot(width, height)
    paths, marks = [], []
    for ring in range(2, 12):
        radius = reach * ring / 12 * random.uniform(0.94, 1.02)
        path = [
            (cx + radius * math.cos(math.tau * t / 16), cy + radius * math.sin(math.tau * t / 16))
            for t in range(17)
        ]
        seen = [(x, y) for x, y in path if 8 < x < width - 8 and 8 < y < height - 8]
        if seen:
            paths.append([p for p in path if -width < p[0] < 2 * width])
            marks.append(random.choice(seen))
    return paths, random.sample(marks, min(5, len(marks)))


def _terraces(random: Random, width: int, height: int) -> Drawing:
    """Steps that climb from one side to the other."""
    paths, marks = [], []
    rises = [(index + random.uniform(0.25, 0.75)) / 3 for index in range(3)]
    for index in range(8):
        level = height * (0.45 + index * 0.13)
        path = [(-10.0, level)]
        for rise in rises:
            x = width * rise + (index - 4) * 7
            path += [(x - 22, level), (x, level - height * 0.11), (x + 22, level - height * 0.22)]
            level -= height * 0.22
        path.append((width + 10.0, level))
        paths.append(path)
        marks.append(random.choice([p for p in path[1:-1] if 6 < p[1] < height - 6] or [path[4]]))
    return paths, random.sample(marks, 5)


def _smooth(points: list[Point]) -> str:
    """Path data of a curve through `points`: a Catmull-Rom spline written as Bézier curves."""
    padded = [points[0], *points, points[-1]]
    data = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        data.append("C" + " ".join(f"{x:.0f} {y:.0f}" for x, y in (c1, c2, end)))
    return "".join(data)


LAYOUTS = {
    "streams": _streams,
    "orbits": _orbits,
    "branches": _branches,
    "weave": _weave,
    "constellation": _constellation,
    "ripples": _ripples,
    "terraces": _terraces,
}
