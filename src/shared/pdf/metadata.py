"""A document's metadata, as XMP (ISO 16684-1), with the standards that it conforms to."""

from datetime import UTC, datetime
from html import escape

from shared.pdf.syntax import packed_stream

_NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
)
_PDF_UA = '<pdfuaid:part xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">1</pdfuaid:part>'
# PDF/A wants every property described that its own standard does not know.
_PDF_UA_DESCRIBED = (
    '<pdfaExtension:schemas xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>"
)


def metadata(title: str, *, language: str, issued_at: datetime, pdf_ua: bool, pdf_a: bool) -> bytes:
    """Write a document's metadata stream, which tools search for in plain text.

    Args:
        title: of the document.
        language: of its text, as a BCP 47 tag.
        issued_at: when it was made.
        pdf_ua: whether it conforms to PDF/UA-1.
        pdf_a: whether it conforms to PDF/A-2: with PDF/UA, whose structure and texts it asks for, at level A; else B.
    """
    issued = f"{issued_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    claims = _PDF_UA if pdf_ua else ""
    if pdf_a:
        claims += (
            '<pdfaid:part xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">2</pdfaid:part><pdfaid:conformance '
            f'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">{"A" if pdf_ua else "B"}</pdfaid:conformance>'
        )
        claims += _PDF_UA_DESCRIBED if pdf_ua else ""
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {_NAMESPACES}>'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title, quote=False)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
        f"<pdf:Producer>Laurel</pdf:Producer><xmp:CreateDate>{issued}</xmp:CreateDate>"
        f"<xmp:ModifyDate>{issued}</xmp:ModifyDate>{claims}</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    )
    return packed_stream(packet.encode(), "/Type/Metadata/Subtype/XML")
