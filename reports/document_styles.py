"""The styles and numbering of the document, defined once: its text has no formatting of its own and can be lifted.

A4, one serif face, sizes as annexes to reports to the Security Council have them. Sizes are points, lengths twentieths
of a point (dxa), as WordprocessingML counts them.
"""

from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

FACE = "Times New Roman"
PARAGRAPHS, HEADINGS = 1, 2  # numbering definitions
_UNUSED = (
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.THUMBNAIL,
)
"""What python-docx's template brings along and this document has no use for."""


@dataclass(frozen=True)
class Paragraphs:
    """A paragraph style; `id` is its name without spaces."""

    name: str
    size: float = 10
    bold: bool = False
    italic: bool = False
    before: int = 0
    after: int = 120
    left: int = 0
    right: int = 0
    align: str = "left"
    keep: bool = False
    """Whether it stays on the page of what follows it."""
    numbered: tuple[int, int] | None = None
    """Numbering definition and level."""
    outline: int | None = None
    frame: str = ""
    """Sides that have a rule: top, bottom, or all four."""
    page_break: bool = False
    tabs: tuple[tuple[str, int], ...] = ()

    @property
    def id(self) -> str:
        """The id by which paragraphs name it."""
        return self.name.replace(" ", "")

    def xml(self) -> str:
        """The style as styles.xml holds it; the order of elements is the schema's."""
        sides = ("top", "left", "bottom", "right") if self.frame == "box" else tuple(self.frame.split())
        paragraph = "".join(
            [
                "<w:keepNext/><w:keepLines/>" if self.keep else "",
                "<w:pageBreakBefore/>" if self.page_break else "",
                "<w:widowControl/>",
                _numbering(self.numbered),
                _rules(sides),
                _tabs(self.tabs),
                f'<w:spacing w:before="{self.before}" w:after="{self.after}"/>',
                _indent(self.left, self.right) if self.numbered is None else "",  # else the numbering has it
                f'<w:jc w:val="{self.align}"/>',
                f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "",
            ]
        )
        run = "".join(
            ["<w:b/>" if self.bold else "", "<w:i/>" if self.italic else "", f'<w:sz w:val="{round(self.size * 2)}"/>']
        )
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
        ).replace(' w:customStyle="1"', "" if self.name in _BUILT_IN else ' w:customStyle="1"')


_BUILT_IN = frozenset({"heading 1", "heading 2", "Title", "caption", "footnote text", "header", "footer"})
"""Names that word processors know; they take the styles for their own, in navigation and tables of contents."""

STYLES = (
    Paragraphs("Masthead", size=20, bold=True, after=60, frame="bottom"),
    Paragraphs("Masthead line", size=9.5, after=40, tabs=(("right", 9638),)),
    Paragraphs("Standing", size=9, before=120, after=160, left=113, right=113, frame="box"),
    Paragraphs("Title", size=16, bold=True, before=240, after=160, keep=True),
    Paragraphs("heading 1", size=13, bold=True, before=320, after=140, keep=True, numbered=(HEADINGS, 0), outline=0),
    Paragraphs("heading 2", size=11, bold=True, before=220, after=120, keep=True, numbered=(HEADINGS, 1), outline=1),
    Paragraphs("Heading unnumbered", size=13, bold=True, before=240, after=140, keep=True, outline=0),
    Paragraphs("Numbered paragraph", align="both", numbered=(PARAGRAPHS, 0)),
    Paragraphs("Sub paragraph", align="both", numbered=(PARAGRAPHS, 1)),
    Paragraphs("Summary", align="both", left=567, right=567),
    Paragraphs("Quotation", size=9.5, align="both", left=1134, right=567),
    Paragraphs("caption", size=9.5, bold=True, before=160, after=60, keep=True),
    Paragraphs("Table head", size=8, bold=True, before=20, after=20, keep=True),
    Paragraphs("Table head number", size=8, bold=True, before=20, after=20, align="right", keep=True),
    Paragraphs("Table text", size=8.5, before=10, after=10),
    Paragraphs("Table number", size=8.5, before=10, after=10, align="right"),
    Paragraphs("Table text kept", size=8.5, before=10, after=10, keep=True),
    Paragraphs("Table number kept", size=8.5, before=10, after=10, align="right", keep=True),
    Paragraphs("Table note", size=8, before=50, after=0),
    Paragraphs("Table end", size=4, after=100),
    Paragraphs("Figure", before=40, after=40, align="center", keep=True),
    Paragraphs("Index text", size=7.5, before=0, after=0),
    Paragraphs("footnote text", size=8, after=20, align="left"),
    Paragraphs("header", size=8.5, after=0, frame="bottom", tabs=(("right", 9638),)),
    Paragraphs("Sample mark", size=9, bold=True, before=0, after=60, align="center", frame="box"),
    Paragraphs("footer", size=8.5, after=0, tabs=(("right", 9638),)),
)

_CHARACTERS = """
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
 <w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
 <w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Figurewithid"><w:name w:val="Figure with id"/></w:style>
<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
"""

_TABLES = """
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>
 <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
 <w:bottom w:w="0" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="Annextable"><w:name w:val="Annex table"/>
 <w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>
 <w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>
 <w:insideH w:val="single" w:sz="2" w:space="0" w:color="A6A6A6"/></w:tblBorders></w:tblPr>
 <w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>
 </w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
 <w:tblStylePr w:type="lastRow"><w:tcPr><w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>
 <w:bottom w:val="nil"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>
"""

_DEFAULTS = f"""
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" w:cs="{FACE}"/>
 <w:sz w:val="20"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
 <w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="245" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
"""

_LEVELS = {
    PARAGRAPHS: (
        ("decimal", "%1.", "Numberedparagraph", 0, 0, 567),
        ("lowerLetter", "(%2)", "Subparagraph", 1134, -567, 1134),
    ),
    HEADINGS: (
        ("upperRoman", "%1.", "heading1", 737, -737, 737),
        ("upperLetter", "%2.", "heading2", 737, -737, 737),
    ),
}


def define(document: Document) -> None:
    """Replace all that the template of python-docx defines by the styles and numbering above."""
    _replace(document.styles.element, _DEFAULTS + "".join(one.xml() for one in STYLES) + _CHARACTERS + _TABLES)
    abstract = "".join(_abstract(number) for number in _LEVELS)
    used = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in _LEVELS)
    _replace(document.part.numbering_part.element, abstract + used)
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype in _UNUSED]:
            relations.pop(key)


def _replace(element: BaseOxmlElement, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(f"<w:all {nsdecls('w')}>{xml}</w:all>")))


def _numbering(numbered: tuple[int, int] | None) -> str:
    if numbered is None:
        return ""
    return f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'


def _rules(sides: tuple[str, ...]) -> str:
    rules = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="000000"/>' for side in sides)
    return f"<w:pBdr>{rules}</w:pBdr>" if rules else ""


def _tabs(tabs: tuple[tuple[str, int], ...]) -> str:
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{place}"/>' for kind, place in tabs)
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def _indent(left: int, right: int) -> str:
    return f'<w:ind w:left="{left}" w:right="{right}"/>'


def _first(twips: int) -> str:
    return f'w:hanging="{-twips}"' if twips < 0 else f'w:firstLine="{twips}"'


def _abstract(number: int) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{tab}"/></w:tabs>'
        f'<w:ind w:left="{left}" {_first(first)}/></w:pPr></w:lvl>'
        for level, (form, text, style, left, first, tab) in enumerate(_LEVELS[number])
    )
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
