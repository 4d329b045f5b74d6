"""The document's structure (tagged PDF): what screen readers read, in which order, and its roles."""

from dataclasses import dataclass

from shared.pdf.syntax import Objects, array, text_string


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element that is read.

    Attributes:
        kind: the standard structure type, such as P or Figure.
        content: the number of its marked content.
        spoken: its text, which its glyphs alone may not give exactly; for a Figure, a description.
        annotations: numbers of the annotations that belong to it.
    """

    kind: str
    content: int
    spoken: str
    annotations: tuple[int, ...] = ()


def write_structure(objects: Objects, elements: list[Element], *, page: int) -> int:
    """Add the structure tree; return its root's number.

    The page's own entry in the parent tree is 0; annotations follow from 1 in the order of the elements.
    """
    root, document = objects.reserve(), objects.reserve()
    written: list[int] = []
    owners: list[str] = []
    for element in elements:
        kids = [str(element.content)]
        kids += [f"<</Type/OBJR/Obj {annotation} 0 R>>" for annotation in element.annotations]
        says = "Alt" if element.kind == "Figure" else "ActualText"
        body = f"<</Type/StructElem/S/{element.kind}/P {document} 0 R/Pg {page} 0 R/K{array(kids)}"
        number = objects.add(f"{body}/{says}{text_string(element.spoken)}>>")
        written.append(number)
        owners += [f"{number} 0 R"] * len(element.annotations)
    kids_of_document = array(f"{number} 0 R" for number in written)
    objects.write(document, f"<</Type/StructElem/S/Document/P {root} 0 R/K{kids_of_document}>>")
    contents = array(f"{number} 0 R" for number in written)
    annotated = "".join(f" {key} {owner}" for key, owner in enumerate(owners, 1))
    objects.write(
        root,
        f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree<</Nums[0 {contents}{annotated}]>>"
        f"/ParentTreeNextKey {len(owners) + 1}>>",
    )
    return root
