"""Tables that work on a phone and with a screen reader."""

from __future__ import annotations

from markdown import Markdown

from practice.markdown.extension import TextExtension


def html(text: str) -> str:
    return Markdown(extensions=["footnotes", "tables", TextExtension({}, str, "")]).convert(text)


def lines(text: str) -> list[str]:
    return html(text).splitlines()


def test_every_cell_knows_its_column_and_every_part_its_role() -> None:
    assert lines("| Name | Hours |\n|---|---|\n| ACC | 60 |\n| PCC | 125 |\n") == [
        '<table role="table">',
        '<thead role="rowgroup">',
        '<tr role="row">',
        '<th role="columnheader" scope="col">Name</th>',
        '<th role="columnheader" scope="col">Hours</th>',
        "</tr>",
        "</thead>",
        '<tbody role="rowgroup">',
        '<tr role="row">',
        '<td role="rowheader">ACC</td>',
        '<td data-label="Hours" role="cell">60</td>',
        "</tr>",
        '<tr role="row">',
        '<td role="rowheader">PCC</td>',
        '<td data-label="Hours" role="cell">125</td>',
        "</tr>",
        "</tbody>",
        "</table>",
    ]


def test_a_label_is_the_text_of_its_heading() -> None:
    output = html("| A | **Hours** *of* [work](x.md) & `rest` |\n|---|---|\n| a | b |\n")
    assert 'data-label="Hours of work &amp; rest"' in output


def test_a_column_without_a_heading_has_no_label() -> None:
    output = html("| A |  |\n|---|---|\n| a | b |\n")
    assert '<td role="cell">b</td>' in output


def test_headings_of_one_table_do_not_label_another() -> None:
    output = html("| A | B |\n|---|---|\n| a | b |\n\nText.\n\n| C | D |\n|---|---|\n| c | d |\n")
    assert '<td data-label="B" role="cell">b</td>' in output
    assert '<td data-label="D" role="cell">d</td>' in output


def test_alignment_is_kept() -> None:
    assert 'style="text-align:right"' in html("| A | B |\n|---|---:|\n| a | b |\n")


def test_text_without_a_table_is_unchanged() -> None:
    assert html("One | two.") == "<p>One | two.</p>"
