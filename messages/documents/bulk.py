"""Many pages of paragraphs, written as one piece of XML: thousands take a second, one by one they take a minute."""

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as Doc
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from messages.documents.styles import style_id
from messages.documents.tables import Para


def _runs(text: str) -> str:
    """The inside of a run; a tab is an element of its own there."""
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return "<w:tab/>".join(parts)


def add_paragraphs(document: Doc, pages: Iterable[Sequence[Para]]) -> None:
    """Each sequence of paragraphs begins a new page."""

    def shaped(para: Para, *, first: bool) -> str:
        known = style_id(document, para.style)
        fresh = "<w:pageBreakBefore/>" if first else ""
        run = f"<w:r>{_runs(para.text)}</w:r>" if para.text else ""
        return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(known)}/>{fresh}</w:pPr>{run}</w:p>"

    xml = [
        shaped(para, first=bool(page_at) and not at)
        for page_at, page in enumerate(pages)
        for at, para in enumerate(page)
    ]
    made: Any = parse_xml(f"<w:body {nsdecls('w')}>{''.join(xml)}</w:body>")
    end: Any = document.element.body.sectPr
    for each in list(made):
        end.addprevious(each)  # the library looks for the place anew each time: minutes for thousands
