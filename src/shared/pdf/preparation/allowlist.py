"""The allowlist of objects that a page may use: for each kind of object, the entries that are copied, and their kinds.

Anything that is not listed here is left out of a prepared template: actions, scripts, annotations, forms to fill in,
embedded files, metadata, images of other files, and layers that change by themselves (ISO 32000-1, tables 5 to 142).
"""

from collections.abc import Mapping
from enum import Enum, auto


class Kind(Enum):
    """The role of an object on the page that uses it."""

    PLAIN = auto()  # colours, functions, font programs: copied whole
    RESOURCES = auto()
    STATE = auto()
    MASK = auto()
    PATTERN = auto()
    FONT = auto()
    GLYPH = auto()
    LAYER = auto()
    GROUP = auto()
    DESCRIPTOR = auto()
    OUTPUT_INTENT = auto()
    XOBJECT = auto()  # an image or a form, by its /Subtype
    IMAGE = auto()
    FORM = auto()
    # Dictionaries whose keys are names chosen by the document.
    STATES = auto()
    PLAINS = auto()
    PATTERNS = auto()
    FONTS = auto()
    GLYPHS = auto()
    LAYERS = auto()
    XOBJECTS = auto()


# The kind of their values.
VALUE_KINDS: Mapping[Kind, Kind] = {
    Kind.STATES: Kind.STATE,
    Kind.PLAINS: Kind.PLAIN,
    Kind.PATTERNS: Kind.PATTERN,
    Kind.FONTS: Kind.FONT,
    Kind.GLYPHS: Kind.GLYPH,
    Kind.LAYERS: Kind.LAYER,
    Kind.XOBJECTS: Kind.XOBJECT,
}


def _plain(names: str) -> dict[str, Kind]:
    return {f"/{name}": Kind.PLAIN for name in names.split()}


_DATA = _plain("Filter DecodeParms")

ALLOWED_ENTRIES: Mapping[Kind, Mapping[str, Kind]] = {
    Kind.RESOURCES: {
        "/ExtGState": Kind.STATES,
        "/ColorSpace": Kind.PLAINS,
        "/Pattern": Kind.PATTERNS,
        "/Shading": Kind.PLAINS,
        "/XObject": Kind.XOBJECTS,
        "/Font": Kind.FONTS,
        "/Properties": Kind.LAYERS,
    },
    Kind.STATE: _plain("Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK TR TR2")
    | {"/Font": Kind.FONT, "/SMask": Kind.MASK},
    Kind.MASK: _plain("Type S BC TR") | {"/G": Kind.FORM},
    Kind.PATTERN: _plain("Type PatternType PaintType TilingType BBox XStep YStep Matrix Shading")
    | {"/Resources": Kind.RESOURCES, "/ExtGState": Kind.STATE}
    | _DATA,
    Kind.FONT: _plain(
        "Type Subtype BaseFont Name FirstChar LastChar Widths Encoding ToUnicode "
        "FontBBox FontMatrix CIDSystemInfo DW W DW2 W2 CIDToGIDMap"
    )
    | {
        "/FontDescriptor": Kind.DESCRIPTOR,
        "/DescendantFonts": Kind.FONT,
        "/CharProcs": Kind.GLYPHS,
        "/Resources": Kind.RESOURCES,
    },
    Kind.DESCRIPTOR: _plain(
        "Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight "
        "XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 Style Lang FD"
    ),
    Kind.GLYPH: _DATA,
    Kind.LAYER: _plain("Type Name P") | {"/OCGs": Kind.LAYER, "/VE": Kind.LAYER},
    Kind.IMAGE: _plain(
        "Type Subtype Width Height ColorSpace BitsPerComponent Intent ImageMask Decode Interpolate SMaskInData Matte"
    )
    | {"/Mask": Kind.IMAGE, "/SMask": Kind.IMAGE, "/OC": Kind.LAYER}
    | _DATA,
    Kind.GROUP: _plain("Type S CS I K"),
    Kind.OUTPUT_INTENT: _plain("Type S OutputCondition OutputConditionIdentifier RegistryName Info DestOutputProfile"),
    Kind.FORM: _plain("Type Subtype FormType BBox Matrix")
    | {"/Group": Kind.GROUP, "/Resources": Kind.RESOURCES, "/OC": Kind.LAYER}
    | _DATA,
}
# Kinds that must be streams.
STREAMS = frozenset({Kind.IMAGE, Kind.FORM, Kind.GLYPH})
# Kinds whose data is a sequence of drawing operators.
CONTENT = frozenset({Kind.FORM, Kind.GLYPH, Kind.PATTERN})
# A stream's entries that refer to other files, or to what is not drawn.
NEVER_COPIED = frozenset({"/Length", "/F", "/FFilter", "/FDecodeParms", "/DL", "/Metadata", "/AF"})
# What colors, functions and font programs never need, at any depth: entries with actions, ...
NEVER_PLAIN = frozenset(
    {"/AA", "/AcroForm", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript", "/Names", "/OpenAction", "/XFA"}
)
# ... and dictionaries with another /Type or /S.
_OTHER_TYPES = "/Action /Annot /Catalog /EmbeddedFile /Filespec /Metadata /Page /Pages"
_ACTIONS = (
    "/GoTo /GoTo3DView /GoToDp /GoToE /GoToR /Hide /ImportData /JavaScript /Launch /Movie /Named /Rendition "
    "/ResetForm /RichMediaExecute /SetOCGState /Sound /SubmitForm /Thread /Trans /URI"
)
NEVER_PLAIN_VALUES = {"/Type": frozenset(_OTHER_TYPES.split()), "/S": frozenset(_ACTIONS.split())}
