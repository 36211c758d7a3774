# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML in a directory's texts is shown as text."""

from __future__ import annotations

import time

import pytest

from outreach_app.formats.plain_text import plain_text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Beds and food", "Beds and food"),
        ("", ""),
        ("<b>Beds</b> &amp; food", "Beds & food"),
        ("One<br>two<br/>three<BR />four", "One\ntwo\nthree\nfour"),
        ("<p>One</p>\r\n<p>Two\nlines</p>", "One\nTwo lines"),
        ("<ul><li>ID</li><li class='x'>Letter</li></ul>", "• ID\n• Letter"),
        ("Call<script>alert('x')</script> first<style>p{}</style>", "Call first"),
        ("<div><h2>Hours</h2>9&ndash;5&nbsp;daily</div>", "Hours\n9–5 daily"),
        ("See <a href='https://x.example.org'>the page</a>.", "See the page."),
        ("<!-- hidden -->Shown", "Shown"),
        ("ages <18 & >12, 3 < 4", "ages <18 & >12, 3 < 4"),
        ("Write to <desk@quay.example.org>", "Write to <desk@quay.example.org>"),
        ("<b>Write</b> to <desk@quay.example.org>", "Write to <desk@quay.example.org>"),
        ("AT&T, R&D", "AT&T, R&D"),
        ("caf&eacute; &#233; &#xe9; &lt;b&gt;", "café é é <b>"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&notaword; &#9999999;", "&notaword; \ufffd"),
        ("<b>never closed", "never closed"),
        ("<a href='", ""),
        ("plain\nlines\n\nstay", "plain\nlines\n\nstay"),
    ],
)
def test_as_a_person_reads_it(given: str, expected: str) -> None:
    assert plain_text(given) == expected


@pytest.mark.parametrize("part", ["<", "<b", "<b>", "</p", "&", "&#", "<!--", "<li ", "<p\n", "\n \n", "<script>"])
def test_hostile_text_takes_no_time(part: str) -> None:
    begin = time.process_time()
    plain_text("<b>" + part * 20_000)
    assert time.process_time() - begin < 1
