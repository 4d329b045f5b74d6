"""DynamoDB in this process, answered by the twin at the end of botocore's own path to it: hooks, HTTP and retries.

The twin answers a call about four times as fast as moto does; `tests/proof/twin_contract` shows that their answers are
equal.
"""

import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError
from moto.core.models import botocore_stubber

from tests.support import twin
from tests.support.request_units import Call, used
from tests.support.template import tables

_JSON = {"Content-Type": "application/x-amz-json-1.0"}


class DynamoDB:
    """The twin, with the streams of its tables.

    Attributes:
        records: of each table's stream, the oldest first, as AWS Lambda receives them.
        meters: each gets what every call used.
    """

    def __init__(self) -> None:
        self.records: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.meters: list[list[Call]] = []
        self._state = twin.empty(tables(), ())
        self._views = {
            table["TableName"]: table["StreamSpecification"]["StreamViewType"]
            for table in tables()
            if "StreamSpecification" in table
        }

    def answer(self, operation: str, parameters: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer a request with a status and the content of a response."""
        before = self._state
        try:
            self._state, answer = twin.apply(before, "dynamodb", operation, parameters)
        except ClientError as refusal:
            self._measure(before, operation, parameters, None)
            error: dict[str, Any] = dict(refusal.response)
            about = error.pop("Error")
            status = error.pop("ResponseMetadata")["HTTPStatusCode"]
            return status, error | {
                "__type": f"com.amazonaws.dynamodb.v20120810#{about['Code']}",
                "message": about["Message"],
            }
        del answer["ResponseMetadata"]
        self._measure(before, operation, parameters, answer)
        self._record(before)
        return 200, answer

    def load(self, table: str, items: Iterable[Mapping[str, Any]]) -> None:
        """Store many items at once, in DynamoDB's JSON, without records in the stream: more than can be written."""
        self._state = twin.loaded(self._state, table, (_as_sent(item) for item in items))

    def _measure(
        self, before: twin.State, operation: str, parameters: Mapping[str, Any], answer: Mapping[str, Any] | None
    ) -> None:
        if self.meters:
            call = used(before, self._state, operation, parameters, answer)
            for meter in self.meters:
                meter.append(call)

    def _record(self, before: twin.State) -> None:
        changed = [name for name in self._views if before.tables[name] is not self._state.tables[name]]
        for (table, key), old in twin.replaced(before, self._state, changed).items():
            new = self._state.tables[table].get(key)
            # DynamoDB writes no record when an item is written as it was.
            if old != new:
                self.records[table].append(self._change(table, old, new))

    def _change(self, table: str, old: twin.Item | None, new: twin.Item | None) -> dict[str, Any]:
        existing = new if new is not None else old
        assert existing is not None
        change: dict[str, Any] = {
            "ApproximateCreationDateTime": datetime.now(UTC),
            "Keys": twin.wires({name: existing[name] for name in self._state.schemas[table].key}),
            "SequenceNumber": f"{len(self.records[table]):021}",
            "StreamViewType": self._views[table],
        }
        if old is not None and "OLD" in self._views[table]:
            change["OldImage"] = twin.wires(old)
        if new is not None and "NEW" in self._views[table]:
            change["NewImage"] = twin.wires(new)
        name = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        return {
            "eventID": f"{table}-{len(self.records[table])}",
            "eventName": name,
            "eventSource": "aws:dynamodb",
            "eventVersion": "1.1",
            "awsRegion": "us-east-1",
            "dynamodb": change,
        }


@contextmanager
def answered_by_the_twin() -> Iterator[DynamoDB]:
    """Answer DynamoDB's requests from the twin, in place of moto, which keeps answering those of other services."""
    dynamodb = DynamoDB()
    of_moto = botocore_stubber.process_request

    def process(request: AWSPreparedRequest) -> Any:  # noqa: ANN401 - as in moto
        if not (urlsplit(request.url).hostname or "").startswith("dynamodb."):
            return of_moto(request)
        operation = _text(request.headers["X-Amz-Target"]).rpartition(".")[2]
        status, content = dynamodb.answer(operation, json.loads(_text(request.body)))
        return status, _JSON, json.dumps(content)

    botocore_stubber.process_request = process  # type: ignore[method-assign]
    try:
        yield dynamodb
    finally:
        botocore_stubber.process_request = of_moto  # type: ignore[method-assign]


def _as_sent(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as botocore sends it: binary values, which it returns as bytes, are base64."""
    return {
        name: {"B": b64encode(value["B"]).decode()} if isinstance(value.get("B"), bytes) else value
        for name, value in item.items()
    }


def _text(sent: Any) -> str:  # noqa: ANN401 - text or bytes, as botocore sends it
    return sent.decode() if isinstance(sent, bytes) else str(sent)
