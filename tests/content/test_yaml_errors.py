"""PyYAML's errors in plain words, and the words of PyYAML that they depend on."""

from __future__ import annotations

import pytest
import yaml

from practice.content.yaml_errors import explain

FLOW = "A bracket opens here and never closes."
QUOTE = "A quote opens here and never closes."
STAR = "A value begins with * or &."
EXCLAMATION = "A value begins with an exclamation mark."
BLOCK = "A value begins with > or |."
CASES = [
    ("a: b: c\n", "", "mapping values are not allowed", "A value has a colon followed by a space."),
    ('a: "b\n', "quoted scalar", "end of stream", QUOTE),
    ('a: "b\n---\n', "quoted scalar", "document separator", QUOTE),
    ('a: "\\w"\n', "quoted scalar", "", "A backslash is inside double quotes."),
    ("a: [b\nc: d\n", "parsing a flow", "", FLOW),
    ("a: {b\n", "parsing a flow", "", FLOW),
    ("a: [b, , c]\n", "while parsing a flow node", "','", "A comma is where a value should be."),
    ("a: x\nb y\nc: z\n", "", "could not find expected ':'", "The line has no colon"),
    ("a: x\n-b\nc: z\n", "", "could not find expected ':'", "A dash has no space after it."),
    ('a: "x" y\n', "", "block end", "A value continues after its closing quote."),
    ("a: [x] y\n", "", "block end", "A value continues after its closing bracket."),
    ("a: x\n- b\n", "", "block end", "A dash is where a key should be."),
    ("- a\nb: c\n", "", "block end", "A key is in a list but not in one of its entries."),
    ("a:\n  - b\n c: d\n", "", "block end", "The line is not indented like the lines it"),
    ("a: b\n---\nc: d\n", "document", "", "A line of three dashes is between the keys."),
    ("a: b\n...\nc: d\n", "", "document", "A line of three dots is between the keys."),
    (" a: b\nc: d\n", "", "document", "There are spaces before the first key."),
    ("\ta: b\n", "", "\\t", "The line is indented with a tab."),
    ("a:\tb\n", "", "\\t", "A tab is where a space should be."),
    ("a: *b c\n", "", "alias", STAR),
    ("a: *\n", "alias", "", STAR),
    ("a: & b\n", "anchor", "", STAR),
    ("%YAML x\n", "directive", "", "A line begins with %."),
    ("%a b\nc: d\n", "", "document", "A line begins with %."),
    ("a: > b\n", "block scalar", "", BLOCK),
    ("a: |x\n", "block scalar", "", BLOCK),
    ("a: - b\n", "", "sequence entries", "A value begins with a dash."),
    ("a: !<x\n", "tag", "", EXCLAMATION),
    ("a: !x!y z\n", "", "tag", EXCLAMATION),
    ("a: @b\n", "", "", "A value begins with “@”."),
]


@pytest.mark.parametrize(("text", "context", "problem", "message"), CASES)
def test_the_words_of_pyyaml_are_as_expected_and_explained(
    text: str, context: str, problem: str, message: str
) -> None:
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        yaml.compose(text, Loader=yaml.SafeLoader)
    error = caught.value
    assert context in (error.context or "")
    assert problem in (error.problem or "")
    assert explain(error, text)[1].startswith(message)


def explained(text: str) -> tuple[int, str, str]:
    """The line, counted from 0, the message and the fix."""
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        yaml.compose(text, Loader=yaml.SafeLoader)
    return explain(caught.value, text)


def test_a_quote_that_the_next_quote_closes_is_reported_where_it_opens() -> None:
    for above in ("", "a: x\n", 'a: "x"\n'):
        row, message, _ = explained(f'{above}b: "Open\nc: "Second"\nd: y\n')
        assert (row, message) == (above.count("\n"), QUOTE)


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ('"A" b', """Write '"A" b'."""),
        (f'"A" {"b" * 56}', f"""Write '"A" {"b" * 56}'."""),
        (f'"A" {"b" * 57}', "Put all of it in single quotes."),
        ("'It's b'", 'Write "It\'s b".'),
        (f"'It's {'b' * 55}'", f'Write "It\'s {"b" * 55}".'),
        (f"'It's {'b' * 56}'", "Put all of it in single quotes."),
    ],
)
def test_a_value_that_continues_is_repeated_in_quotes_if_it_is_short(value: str, fix: str) -> None:
    assert explained(f"a: {value}\n")[2] == fix


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a: b\n\n# note\n  \n  c: d\n", 4),
        ("a\n\n  \n  c: d\n", 0),
        ("a: b\n# note\n\u00a0c: d: e\n", 2),
    ],
)
def test_the_line_above_is_the_nearest_with_a_key(text: str, row: int) -> None:
    assert explained(text)[0] == row


def test_an_unknown_problem_still_has_a_place_and_advice() -> None:
    mark = yaml.Mark("x", 0, 1, 0, None, 0)
    error = yaml.MarkedYAMLError("while doing something new", mark, "found something new", mark)
    assert explain(error, "a: b\nc: d\n") == (
        1,
        "This line cannot be read.",
        "Check quotes, colons, and indentation around it.",
    )
