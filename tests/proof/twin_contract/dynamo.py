"""DynamoDB in short words: plain Python values in, plain values or the reason of a refusal out."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from tests.proof.twin_contract.backends import PEOPLE, STEPS, Backend, in_order, plains, refusal, told, wires

KEYS = {PEOPLE: ("name",), STEPS: ("keeper", "number")}


def request(given: Mapping[str, Any], table: str = PEOPLE) -> dict[str, Any]:
    """Make the parameters of a call from short ones."""
    parameters: dict[str, Any] = {"TableName": table}
    for name, part in given.items():
        match name:
            case "item" | "key":
                parameters[name.capitalize()] = wires(part)
            case "start":
                parameters["ExclusiveStartKey"] = wires(part)
            case "values":
                parameters["ExpressionAttributeValues"] = wires({f":{name}": one for name, one in part.items()})
            case "names":
                parameters["ExpressionAttributeNames"] = {f"#{name}": one for name, one in part.items()}
            case "condition" | "update" | "filter" | "projection" | "key_condition":
                words = "".join(word.capitalize() for word in name.split("_"))
                parameters[f"{words}Expression"] = part
            case _:
                parameters[name] = part
    return parameters


class Dynamo:
    """One backend's DynamoDB."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    def call(self, operation: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Call it; gives what it told, or why it refused."""
        try:
            return told(self.backend.call("dynamodb", operation, parameters))
        except ClientError as error:
            return refusal(error)

    def ask(self, operation: str, table: str = PEOPLE, /, **given: Any) -> Any:  # noqa: ANN401
        return self.call(operation, request(given, table))

    def put(self, *items: Mapping[str, Any], table: str = PEOPLE) -> None:
        for item in items:
            assert self.ask("PutItem", table, item=item) == {}

    def get(self, key: Mapping[str, Any], table: str = PEOPLE) -> Any:  # noqa: ANN401
        """Read an item; None when there is none."""
        return self.ask("GetItem", table, key=key, ConsistentRead=True).get("Item")

    def update(self, name: str, update: str, **given: Any) -> Any:  # noqa: ANN401
        """Update a person; gives the person as it is then, or why not."""
        answer = self.ask("UpdateItem", key={"name": name}, update=update, ReturnValues="ALL_NEW", **given)
        return answer.get("Attributes") if isinstance(answer, dict) else answer

    def transact(self, *writes: tuple[str, Mapping[str, Any]], **more: Any) -> Any:  # noqa: ANN401
        """Write in one transaction; each write may say its `table`."""
        entries = [
            {kind: request({name: part for name, part in given.items() if name != "table"}, given.get("table", PEOPLE))}
            for kind, given in writes
        ]
        return self.call("TransactWriteItems", {"TransactItems": entries, **more})

    def holds(self, name: str, condition: str, **given: Any) -> Any:  # noqa: ANN401
        """Whether a condition on a person holds, or why it is refused."""
        answer = self.transact(("ConditionCheck", {"key": {"name": name}, "condition": condition, **given}))
        return {"[]": True, "['ConditionalCheckFailed']": False}.get(str(list(answer)), answer)

    def items(self, table: str = PEOPLE) -> list[dict[str, Any]]:
        found = self.backend.call("dynamodb", "Scan", {"TableName": table, "ConsistentRead": True})["Items"]
        return in_order(map(plains, found))
