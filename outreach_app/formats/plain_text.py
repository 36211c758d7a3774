# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML inside a directory's texts → plain text.

Tags go, their text stays; `<br>`, `<p>`, `<li>` and their kind become line ends; entities become letters; what scripts
and style sheets hold goes. An angle bracket that opens no tag of HTML (`ages <18`, `<desk@quay.example.org>`) is text.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import Final

import nh3

_BLOCKS: Final = "p|div|ul|ol|li|table|tr|h[1-6]|blockquote|section|article|dl|dt|dd|pre|hr"
_TAG: Final = re.compile(
    r"<(?=!--|/?(?:" + _BLOCKS + r"|br|a|abbr|b|big|button|center|cite|code|em|font|form|head|html|body|i|iframe|img"
    r"|input|ins|del|label|link|mark|meta|noscript|object|q|s|script|small|span|strike|strong|style|sub|sup|svg|tbody"
    r"|td|th|thead|title|tt|u|video|wbr|o:p)(?:[\s/>]|$))",
    re.IGNORECASE,
)
_LINE_END: Final = re.compile(r"<(?:br\s*/?|/?(?:" + _BLOCKS + r")(?:\s[^<>]*)?/?)>", re.IGNORECASE)
_ITEM: Final = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ANGLE: Final = re.compile(r"<")
_SPACES: Final = re.compile(r"[ \t\xa0]{2,}|[\xa0\t]")
_EMPTY_LINES: Final = re.compile(r"[ ]*\n[ ]*(?:\n[ ]*)+")
_NO_CONTENT: Final = {"script", "style"}


def plain_text(text: str) -> str:
    """`text` as a person reads it; the same text where it holds no HTML."""
    if "<" in text and _TAG.search(text):
        return _without_tags(text)
    return _unescaped(text) if "&" in text else text


def _without_tags(text: str) -> str:
    """The text of HTML: its own line ends mean nothing where it marks its lines itself."""
    marked = _LINE_END.search(text) is not None
    if marked:
        text = _ITEM.sub("<li>• ", text.replace("\r\n", " ").replace("\n", " "))
    text = _LINE_END.sub("\n", text)
    kept = _ANGLE.sub(lambda found: "<" if _TAG.match(text, found.start()) else "&lt;", text)
    found = html.unescape(nh3.clean(kept, tags=set(), clean_content_tags=_NO_CONTENT))
    found = _SPACES.sub(" ", found)
    return _EMPTY_LINES.sub("\n\n" if not marked else "\n", found).strip()


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_letter, text)


def _letter(entity: re.Match[str]) -> str:
    """What an entity stands for; a name that HTML does not know stays as it is."""
    name = entity.group()
    return html.unescape(name) if name[1] == "#" else html5.get(name[1:], name)
