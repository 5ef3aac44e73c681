"""The words of a web page in their order. Nothing is fetched or run, and a page that would is refused."""

import re
from collections.abc import Iterator

from lxml import etree, html

from drystane.sheets.inside import Unreadable
from drystane.strategy.papers.plaintext import decoded
from drystane.strategy.papers.source import Line, Source

BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "li", "ul", "ol", "dl", "dt", "dd", "table",
    "tr", "body", "blockquote", "pre", "address", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption",
    "aside", "nav", "form", "fieldset", "details", "summary", "tbody", "thead", "tfoot", "caption", "center",
    "hr",
}  # fmt: skip
SILENT = {"head", "style", "noscript", "template", "title", "svg", "math", "select", "button"}
FETCHING = {"img", "iframe", "object", "embed", "video", "audio", "source", "frame", "track", "input"}
REMOTE = re.compile(r"(?i)^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:https?|ftp|file):")
HOW = "Copy the words of the page and paste them, or save it as plain text."


def read(content: bytes) -> Source:
    text = decoded(content)
    if re.search(r"<!ENTITY", text[:5000], re.I):
        raise Unreadable(f"This page declares words of its own that stand for others (XML entities). {HOW}")
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)  # it may name an encoding that the text no longer has
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Unreadable(f"This web page is damaged or empty. {HOW}") from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise Unreadable(f"This web page is nested deeper than any paper. {HOW}")
    for element in root.iter():
        refuse(element)
    return Source(tuple(lines_of(root)))


def refuse(element: etree._Element) -> None:
    tag = str(element.tag)
    names = [str(name).lower() for name in element.attrib]
    if tag == "script" or any(name.startswith("on") for name in names):
        raise Unreadable(f"This web page runs a script. {HOW}")
    if re.match(
        r"(?i)\s*(?:javascript|vbscript|data:text/html)", str(element.get("href") or element.get("src") or "")
    ):
        raise Unreadable(f"This web page runs a script. {HOW}")
    target = str(element.get("src") or element.get("data") or element.get("srcset") or "")
    sheet = str(element.get("href") or "") if tag == "link" else ""
    style = (element.text or "") if tag == "style" else str(element.get("style") or "")
    if (
        (tag in FETCHING and REMOTE.match(target))
        or REMOTE.match(sheet)
        or re.search(r"(?i)@import|url\(\s*['\"]?(?:[a-z]+:)?//", style)
        or (tag == "meta" and str(element.get("http-equiv") or "").lower() == "refresh")
    ):
        raise Unreadable(f"This web page fetches something from elsewhere. {HOW}")


def lines_of(root: etree._Element) -> Iterator[Line]:
    """A line for each block, its own words gathered until the next block begins."""
    said: list[str] = []
    label = ""
    heading = False

    def spoken() -> Iterator[Line]:
        nonlocal label, heading
        for part in "".join(said).split("\n"):
            words = " ".join(part.replace("\t", " \t ").split(" ")).strip()
            if words:
                yield Line(f"{label} {words}".strip(), whole=True, heading=heading)
                label = ""
        said.clear()

    for step, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag).lower()
        if any(str(above.tag).lower() in SILENT for above in (element, *element.iterancestors())):
            if (
                step == "end"
                and tag in SILENT
                and not any(str(up.tag).lower() in SILENT for up in element.iterancestors())
            ):
                said.append(flowing(element.tail))
            continue
        if step == "start":
            if tag in BLOCKS:
                yield from spoken()
                heading = bool(re.fullmatch(r"h[1-6]", tag))
                label = label_of(element) if tag == "li" else "" if tag in {"ul", "ol", "table"} else label
            if tag == "tr":
                yield Line("\t".join(cell for cell in cells(element) if cell), whole=True)
            if tag == "br":
                said.append("\n")
            if not in_row(element):
                said.append(flowing(element.text))
        else:
            if tag in BLOCKS:
                yield from spoken()
                heading = False
            if not in_row(element.getparent()):
                said.append(flowing(element.tail))
    yield from spoken()


def in_row(element: etree._Element | None) -> bool:
    return element is not None and any(
        str(one.tag).lower() == "tr" for one in (element, *element.iterancestors())
    )


def cells(row: etree._Element) -> list[str]:
    return [
        " ".join("".join(cell.itertext()).split()) for cell in row if str(cell.tag).lower() in {"td", "th"}
    ]


def flowing(words: str | None) -> str:
    return re.sub(r"\s+", " ", words or "")


def label_of(item: etree._Element) -> str:
    above = item.getparent()
    if above is None or above.tag != "ol":
        return "•"
    start = str(above.get("start") or "1")
    number = (int(start) if start.isdigit() else 1) + sum(
        1 for one in item.itersiblings("li", preceding=True)
    )
    kind = above.get("type") or "1"
    if kind == "a":
        return f"({'abcdefghijklmnopqrstuvwxyz'[(number - 1) % 26]})"
    return f"{number}."
