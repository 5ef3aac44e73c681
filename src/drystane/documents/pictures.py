"""Drawings in papers: let in only if they hold nothing but drawing."""

import re
from functools import lru_cache
from xml.etree import ElementTree as ET

import vl_convert

from drystane.documents.packs import BadPack

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "defs", "pattern", "g", "path", "use", "text", "tspan"}
ELEMENTS |= {"rect", "line", "circle", "clipPath"}  # charts
ADDRESS = re.compile(r"""url\(\s*["']?(.?)""", re.IGNORECASE | re.DOTALL)


def checked(svg: str) -> str:
    """The drawing itself. Raises BadPack if it could run, load or restyle anything."""
    if "<!" in svg or "<?" in svg:
        raise BadPack("The drawing holds more than a drawing.")
    try:
        root = ET.fromstring(svg)  # noqa: S314  no declarations, so nothing that could be expanded
    except ET.ParseError as error:
        raise BadPack(f"The drawing cannot be read: {error}.") from error
    for element in root.iter():
        if element.tag.removeprefix(SVG) not in ELEMENTS:
            raise BadPack(f"The drawing holds <{element.tag.removeprefix(SVG)}>, which is not drawing.")
        for name, value in element.attrib.items():
            check_attribute(name.rpartition("}")[2].lower(), value)  # pages do not mind capitals
    return svg


def check_attribute(name: str, value: str) -> None:
    if name.startswith("on") or name == "style" or "\\" in value:
        raise BadPack(f"The drawing holds {name}, which is not drawing.")
    addresses = [value] if name == "href" else ADDRESS.findall(value)
    if not all(address.startswith("#") for address in addresses):
        raise BadPack("The drawing points outside itself.")


@lru_cache(maxsize=8)  # most of a Word file's time goes here, and a stored paper's drawing never changes
def png(svg: str, *, scale: float = 1.5) -> bytes:
    """The drawing as a picture for Word: a drawing 960 wide gets 220 dots an inch between the margins."""
    return bytes(vl_convert.svg_to_png(checked(svg), scale=scale))
