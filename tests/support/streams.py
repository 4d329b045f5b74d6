"""The records of a table's stream that invoke a function, by the filters in template.yaml."""

from typing import Any

from moto.events.models import EventPattern

from tests.support.aws import stream_records
from tests.support.template import entity, resources


def records_for(function: str, table: str, after: int = 0) -> list[dict[str, Any]]:
    """Select the records of a table's stream that a function gets.

    Args:
        function: the name of its resource.
        table: its name without prefix.
        after: how many of the first records to leave out.
    """
    arn = {f"{name}.StreamArn": entity(one) for name, one in resources().items() if one["Type"].endswith("::Table")}
    sources = [source["Properties"] for source in resources()[function]["Properties"]["Events"].values()]
    patterns = [
        EventPattern.load(wanted["Pattern"])
        for source in sources
        if "Stream" in source and arn[_name(source["Stream"])] == table
        for wanted in source["FilterCriteria"]["Filters"]
    ]
    assert patterns
    return [
        record
        for record in stream_records(table)[after:]
        if any(pattern.matches_event(_images(record)) for pattern in patterns)
    ]


def _images(record: dict[str, Any]) -> Any:  # noqa: ANN401 - moto's type is that of events on a bus
    """What filters look at; the times of a record are not JSON."""
    return {"dynamodb": {name: image for name, image in record["dynamodb"].items() if name.endswith("Image")}}


def _name(reference: Any) -> str:  # noqa: ANN401 - as YAML has it
    """The name of a resource's attribute, from `!GetAtt`."""
    found = reference["Fn::GetAtt"] if isinstance(reference, dict) else reference
    return found if isinstance(found, str) else ".".join(found)
