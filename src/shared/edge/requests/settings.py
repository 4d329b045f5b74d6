"""Settings of certificates, their templates and their issuer."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.issuer import Issuer
from shared.edge import schemas
from shared.edge.bodies import json_body

type TemplateChange = tuple[str | None, dict[str, str | None]]


def certificate_settings(event: APIGatewayProxyEventV2) -> tuple[dict[str, Any], TemplateChange]:
    """Read the settings to change, by their names in the domain; the upload to use; and the colours to change."""
    body = json_body(event, "CertificateSettingsInput")
    template = _template_change(body)
    return _settings_changes(body), template


def upload_preview(event: APIGatewayProxyEventV2) -> tuple[str, dict[str, str | None], dict[str, Any]]:
    """Read what to preview: the upload, the colours on it, and the signatory, by the fields' names in the domain."""
    body = json_body(event, "UploadPreviewInput")
    upload_id, colours = _template_change(body)
    return upload_id or "", colours, _settings_changes(body)


def _template_change(body: dict[str, Any]) -> TemplateChange:
    """Take out what concerns the template: the upload's id, and the colours by their names in the domain."""
    names = {"template_ink": "ink", "template_accent": "accent"}
    colours = {field: body.pop(name) for name, field in names.items() if name in body}
    return body.pop("template_upload_id", None), colours


def unsaved_settings(event: APIGatewayProxyEventV2) -> dict[str, Any]:
    """Read settings to preview from a query, by their names in the domain; missing parameters are left out.

    Raises:
        InvalidRequest: a value could not be saved.
    """
    names = ("certificate_signatory_name", "certificate_signatory_title", "certificate_extra_line")
    sent = {name: value for name, value in (event.query_string_parameters or {}).items() if name in names}
    schemas.validate("CertificateSettingsInput", {"certificate_enabled": True, **sent})
    return _settings_changes(sent)


def issuer(event: APIGatewayProxyEventV2) -> Issuer | None:
    """Read the organisation that issues certificates; None removes it."""
    body = json_body(event, "IssuerInput")
    if body["name"] is None:
        return None
    return Issuer(
        name=body["name"],
        url=body.get("url") or None,
        linkedin_organization_id=body.get("linkedin_organization_id") or None,
    )


def _settings_changes(sent: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix("certificate_"): _none_if_blank(value) for name, value in sent.items()}


def _none_if_blank(value: Any) -> Any:  # noqa: ANN401 - JSON
    return None if isinstance(value, str) and not value.strip() else value
