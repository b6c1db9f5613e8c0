"""The HTML of a page's content as plain text."""

import pytest

from extractors.plans.html_text import html_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Two <b>wo</b>rds&nbsp;&amp; more</p><p>next<br>line</p>", "Two words & more\nnext\nline"),
        ("<ul><li>one<li>two</ul>after", "one\ntwo\nafter"),
        ("<h2>Budget</h2>\n<div>None</div>", "Budget\nNone"),
        ("a<script>let b = '<p>';</script><style>p {}</style><!-- c -->d", "ad"),
        ("Women&#8217;s\u200b r\xadights", "Women’s rights"),
        ("&lt;b&gt; is no tag", "<b> is no tag"),
        ("", ""),
        ("   \n ", ""),
        ("\x00 &#0; \ud800", "\ufffd \ufffd \ufffd"),
        ("<p>not closed <i>at all", "not closed at all"),
    ],
)
def test_text(html, text):
    assert html_text(html) == text


def test_of_what_is_nested_too_deep_the_words_stay():
    assert html_text("<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>after</p>") == "deep\nafter"


def test_it_can_be_stored():
    html_text("<p>\ud83d \x00 x</p>").encode()
