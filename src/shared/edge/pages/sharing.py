"""What a certificate's page offers to those who share it: a preview of its link, the link, and a snippet of HTML.

The preview says what the page says, and nothing else (https://ogp.me).
"""

from html import escape

from shared.domain.issuer import IssuerSettings


def preview(*, title: str, description: str, url: str, picture_url: str | None, picture: str, site: str | None) -> str:
    """Write the tags of a link's preview, for the head of a document.

    Args:
        title: of the preview.
        description: a sentence or two.
        url: of the page.
        picture_url: None for a preview without a picture.
        picture: what the picture shows.
        site: the organisation's name; None for none.
    """
    tags = {"og:type": "website", "og:title": title, "og:description": description, "og:url": url}
    if site is not None:
        tags["og:site_name"] = site
    names = {
        "description": description,
        "twitter:card": "summary" if picture_url is None else "summary_large_image",
        "twitter:title": title,
        "twitter:description": description,
    }
    if picture_url is not None:
        tags |= {"og:image": picture_url, "og:image:type": "image/png", "og:image:alt": picture}
        names |= {"twitter:image": picture_url, "twitter:image:alt": picture}
    return (
        f'<link rel="canonical" href="{escape(url)}"><meta name="robots" content="noindex">'
        + "".join(f'<meta property="{name}" content="{escape(text)}">' for name, text in tags.items())
        + "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in names.items())
    )


def section(*, url: str, picture_url: str | None, picture: str) -> str:
    """Write the part of the page with the link, and a snippet that shows the picture on another site."""
    snippet = ""
    if picture_url is not None:
        html = f'<a href="{escape(url)}"><img src="{escape(picture_url)}" alt="{escape(picture)}" width="600"></a>'
        snippet = (
            '<details><summary>Show it on a web site</summary><p><label for="snippet">Paste this HTML. The picture '
            "always shows whether the certificate is in force.</label></p>"
            f'<div class="row"><textarea id="snippet" readonly>{escape(html)}</textarea>'
            '<button type="button" data-copies="snippet" data-done="The HTML is copied." hidden>Copy HTML</button>'
            "</div></details>"
        )
    return (
        '<section class="card"><h2>Share this certificate</h2><p><label for="link">The address of this page</label></p>'
        f'<div class="row"><input id="link" type="url" readonly value="{escape(url)}">'
        '<button type="button" data-copies="link" data-done="The link is copied." hidden>Copy link</button>'
        '<button type="button" id="share" hidden>Share</button></div>'
        f'<output id="shared" aria-live="polite"></output>{snippet}</section>'
    )


def site_name(settings: IssuerSettings) -> str | None:
    """Return the name of the organisation whose page it is."""
    return settings.issuer.name if settings.issuer else None
