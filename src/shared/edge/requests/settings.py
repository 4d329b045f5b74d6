"""Settings of certificates, their templates and their issuer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.design import Design, Orientation, Paper, Style
from shared.domain.issuer import Issuer, IssuerSettings, PageColours
from shared.domain.template import Placement, StyleChange, TextSize
from shared.edge import schemas
from shared.edge.bodies import json_body


def certificate_settings(event: APIGatewayProxyEventV2) -> tuple[dict[str, Any], str | None, StyleChange]:
    """Read the settings to change, by the domain's names, the upload to use, and what changes on the template."""
    body = json_body(event, "CertificateSettingsInput")
    upload_id, style = _template_change(body)
    return _settings_changes(body), upload_id, style


def upload_preview(event: APIGatewayProxyEventV2) -> tuple[str | None, StyleChange, dict[str, Any]]:
    """Read what to preview: the upload, what changes on the template, and the settings by the domain's names."""
    body = json_body(event, "UploadPreviewInput")
    upload_id, style = _template_change(body)
    return upload_id, style, _settings_changes(body)


def _template_change(body: dict[str, Any]) -> tuple[str | None, StyleChange]:
    """Take out what concerns the template: the upload's id, and how its texts look."""
    colours = {name: body.pop(f"template_{name}") for name in ("ink", "accent") if f"template_{name}" in body}
    kinds: dict[str, Callable[[Any], Any]] = {
        "placement": Placement,
        "size": TextSize,
        "signature": bool,
        "printed_url": bool,
    }
    layout = {name: kind(body.pop(f"template_{name}")) for name, kind in kinds.items() if f"template_{name}" in body}
    return body.pop("template_upload_id", None), StyleChange(colours=colours, layout=layout)


def design(event: APIGatewayProxyEventV2) -> Design:
    """Read a built-in design."""
    body = json_body(event, "DesignInput")
    return Design(
        style=Style(body["design"]),
        orientation=Orientation(body.get("orientation", Orientation.LANDSCAPE)),
        paper=Paper(body.get("paper", Paper.A4)),
        primary=body["primary_colour"],
        accent=body["accent_colour"],
        heading=body.get("heading"),
        logo=body.get("logo", False),
    )


def unsaved_settings(event: APIGatewayProxyEventV2) -> dict[str, Any]:
    """Read settings to preview from a query, by their names in the domain; missing parameters are left out.

    Raises:
        InvalidRequest: a value could not be saved.
    """
    names = ("certificate_signatory_name", "certificate_signatory_title", "certificate_extra_line")
    sent = {name: value for name, value in (event.query_string_parameters or {}).items() if name in names}
    schemas.validate("CertificateSettingsInput", {"certificate_enabled": True, **sent})
    return _settings_changes(sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerChange:
    """The organisation that issues certificates, and its colours, as they will be.

    Attributes:
        wanted: without its logo; without a name, there is no organisation.
        logo_upload_id: of its logo; None for none.
        keeps_logo: whether the stored logo stays instead: the request says nothing about it.
    """

    wanted: IssuerSettings
    logo_upload_id: str | None
    keeps_logo: bool


def issuer(event: APIGatewayProxyEventV2) -> IssuerChange:
    """Read the organisation that issues certificates, and its colours."""
    body = json_body(event, "IssuerInput")
    named = Issuer(
        name=body["name"] or "",
        url=body.get("url") or None,
        linkedin_organization_id=body.get("linkedin_organization_id") or None,
    )
    colours = PageColours(primary=body.get("primary_colour"), accent=body.get("accent_colour"))
    return IssuerChange(
        wanted=IssuerSettings() if body["name"] is None else IssuerSettings(issuer=named, colours=colours),
        logo_upload_id=body.get("logo_upload_id"),
        keeps_logo="logo_upload_id" not in body,
    )


def _settings_changes(sent: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix("certificate_"): _none_if_blank(value) for name, value in sent.items()}


def _none_if_blank(value: Any) -> Any:  # noqa: ANN401 - JSON
    return None if isinstance(value, str) and not value.strip() else value
