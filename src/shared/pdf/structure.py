"""The document's structure (tagged PDF): what screen readers read, in which order, and its roles."""

from dataclasses import dataclass

from shared.pdf.page import Box
from shared.pdf.syntax import Objects, array, numbers, text_string


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element that is read.

    Attributes:
        kind: the standard structure type, such as P or Figure.
        contents: the numbers of its marked content.
        spoken: its text, which its glyphs alone may not give exactly; for a Figure, a description.
        annotations: numbers of the annotations that belong to it; a Figure with some is in a Link that they belong to.
        box: where a Figure is.
    """

    kind: str
    contents: tuple[int, ...]
    spoken: str
    annotations: tuple[int, ...] = ()
    box: Box | None = None


def write_structure(objects: Objects, elements: list[Element], *, page: int) -> int:
    """Add the structure tree; return its root's number.

    The page's own entry in the parent tree is 0; annotations follow from 1 in the order of the elements, and the
    numbers of marked content are in that order too.
    """
    root, document = objects.reserve(), objects.reserve()
    # Of the document: an element, or what encloses it.
    outer: list[int] = []
    # By the number of the marked content, and by that of the annotation.
    parents: list[str] = []
    owners: list[str] = []
    for element in elements:
        links = [f"<</Type/OBJR/Obj {annotation} 0 R>>" for annotation in element.annotations]
        enclosing = objects.reserve() if links and element.kind == "Figure" else None
        kids = array([*map(str, element.contents), *([] if enclosing else links)])
        says = "Alt" if element.kind == "Figure" else "ActualText"
        body = f"<</Type/StructElem/S/{element.kind}/P {enclosing or document} 0 R/Pg {page} 0 R/K{kids}"
        number = objects.add(f"{body}/{says}{text_string(element.spoken)}{_layout(element.box)}>>")
        if enclosing:
            kids = array([f"{number} 0 R", *links])
            objects.write(enclosing, f"<</Type/StructElem/S/Link/P {document} 0 R/Pg {page} 0 R/K{kids}>>")
        outer.append(enclosing or number)
        parents += [f"{number} 0 R"] * len(element.contents)
        owners += [f"{enclosing or number} 0 R"] * len(links)
    kids_of_document = array(f"{number} 0 R" for number in outer)
    objects.write(document, f"<</Type/StructElem/S/Document/P {root} 0 R/K{kids_of_document}>>")
    annotated = "".join(f" {key} {owner}" for key, owner in enumerate(owners, 1))
    objects.write(
        root,
        f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree<</Nums[0 {array(parents)}{annotated}]>>"
        f"/ParentTreeNextKey {len(owners) + 1}>>",
    )
    return root


def _layout(box: Box | None) -> str:
    if box is None:
        return ""
    return f"/A<</O/Layout/Placement/Block/BBox[{numbers(box.x, box.y, box.x + box.width, box.y + box.height)}]>>"
