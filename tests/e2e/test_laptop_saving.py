"""Acknowledged writes of `make run` are durable, and it reports them as saved only if they are."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from botocore.exceptions import ClientError

from local import deployed
from tests.e2e.laptop import Laptop
from tests.support.sizes import at_full_size_only

TABLE = "laurel-orders"
DEPLOYING = "deploying template.yaml to ministack"


class Orders:
    """The table of orders of one run."""

    def __init__(self, copied_laptop: Laptop) -> None:
        self.client = deployed.client("dynamodb", copied_laptop.endpoint)

    def put(self, *order_ids: str, note: str = "") -> None:
        for order_id in order_ids:
            self.client.put_item(TableName=TABLE, Item={"order_id": {"S": order_id}, "note": {"S": note}})

    def delete(self, order_id: str) -> None:
        self.client.delete_item(TableName=TABLE, Key={"order_id": {"S": order_id}})

    def note(self, order_id: str) -> str | None:
        """The note of an order; None if there is no such order."""
        item = self.client.get_item(TableName=TABLE, Key={"order_id": {"S": order_id}}).get("Item")
        return str(item["note"]["S"]) if item else None

    def count(self) -> int:
        number: int = self.client.describe_table(TableName=TABLE)["Table"]["ItemCount"]
        return number


def templates_bucket(copied_laptop: Laptop) -> str:
    stack = deployed.client("cloudformation", copied_laptop.endpoint).describe_stack_resource(
        StackName="laurel", LogicalResourceId="TemplatesBucket"
    )
    name: str = stack["StackResourceDetail"]["PhysicalResourceId"]
    return name


@contextmanager
def saves_fail(copied_laptop: Laptop) -> Iterator[None]:
    """Hold the lock of the state database in another connection."""
    with closing(sqlite3.connect(copied_laptop.data / "state" / "saved.sqlite3", isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        yield


def convert_to_format_of_older_versions(copied_laptop: Laptop) -> None:
    """Write one file per service, with the items inside DynamoDB's."""
    state = copied_laptop.data / "state"
    with closing(sqlite3.connect(state / "saved.sqlite3")) as saved:
        services = {name: json.loads(content) for name, content in saved.execute("SELECT name, state FROM services")}
        for table in services["dynamodb"]["payload"]["tables"]["data"].values():
            table["items"] = {}
            rows = saved.execute("SELECT key, item FROM items WHERE table_id = ?", [table["TableId"]])
            for partition_key, sort_key, item in ((*json.loads(key), json.loads(item)) for key, item in rows):
                table["items"].setdefault(partition_key, {})[sort_key] = item
    for file in state.glob("saved.sqlite3*"):
        file.unlink()
    for name, content in services.items():
        (state / f"{name}.json").write_text(json.dumps(content))


def test_acknowledged_writes_survive_a_kill_of_every_process(copied_laptop: Laptop) -> None:
    copied_laptop.start()
    orders = Orders(copied_laptop)
    existing = orders.count()
    bucket = templates_bucket(copied_laptop)
    document = {"Bucket": bucket, "Key": "a/document"}
    files = deployed.client("s3", copied_laptop.endpoint)
    files.put_object(**document, Body=b"kept", ContentType="text/plain", Metadata={"of": "a test"})
    orders.put(*(f"order-{number}" for number in range(50)), "changed", "deleted")
    orders.put("changed", note="now another")
    orders.delete("deleted")
    writes = [{"Put": {"TableName": TABLE, "Item": {"order_id": {"S": name}, "note": {"S": ""}}}} for name in "ab"]
    orders.client.transact_write_items(TransactItems=writes)
    with pytest.raises(ClientError, match="TransactionCanceled"):
        orders.client.execute_transaction(
            TransactStatements=[
                {"Statement": f"INSERT INTO \"{TABLE}\" VALUE {{'order_id': 'rolled-back', 'note': ''}}"},
                {"Statement": f"INSERT INTO \"{TABLE}\" VALUE {{'order_id': 'a', 'note': 'twice'}}"},
            ]
        )
    orders.put("last")
    copied_laptop.kill_all()

    copied_laptop.start()
    assert DEPLOYING not in copied_laptop.output
    orders = Orders(copied_laptop)
    assert [orders.note(name) for name in ("last", "a", "b", "changed")] == ["", "", "", "now another"]
    assert [orders.note(name) for name in ("deleted", "taken-back")] == [None, None]
    assert [orders.note(f"order-{number}") for number in range(50)] == [""] * 50
    assert orders.count() == existing + 54
    kept = deployed.client("s3", copied_laptop.endpoint).get_object(**document)
    assert (kept["Body"].read(), kept["ContentType"], kept["Metadata"]) == (b"kept", "text/plain", {"of": "a test"})
    with copied_laptop.caller("robin") as robin:
        robin.call("GET", "/my-courses")
    assert copied_laptop.stop() == 0
    assert copied_laptop.output[-1] == "stopped; the data is saved"


@at_full_size_only
def test_a_data_folder_of_an_older_version_is_migrated(copied_laptop: Laptop) -> None:
    copied_laptop.start()
    Orders(copied_laptop).put("older")
    assert copied_laptop.stop() == 0
    convert_to_format_of_older_versions(copied_laptop)

    copied_laptop.start()
    assert not {"loading the demo course", DEPLOYING} & set(copied_laptop.output)
    assert Orders(copied_laptop).note("older") == ""
    Orders(copied_laptop).put("newer")
    copied_laptop.kill_all()

    copied_laptop.start()
    assert [Orders(copied_laptop).note(name) for name in ("older", "newer")] == ["", ""]
    assert copied_laptop.stop() == 0


@at_full_size_only
def test_failed_saves_and_the_recovery_are_reported(copied_laptop: Laptop) -> None:
    copied_laptop.start()
    orders = Orders(copied_laptop)
    with saves_fail(copied_laptop):
        orders.put("held-back")
    orders.put("next")
    assert copied_laptop.stop() == 0
    failed, recovered, last = copied_laptop.output[copied_laptop.output.index(f"ready: {copied_laptop.url}") + 1 :]
    assert failed.startswith("NOT SAVED: ")
    assert "database is locked" in failed
    assert recovered == "saving works again; everything is saved"
    assert last == "stopped; the data is saved"

    copied_laptop.start()
    orders = Orders(copied_laptop)
    assert [orders.note(name) for name in ("held-back", "next")] == ["", ""]
    with saves_fail(copied_laptop):
        orders.put("lost")
        assert copied_laptop.stop() == 1
    assert copied_laptop.output[-1].startswith("stopped; NOT everything is saved (database is locked)")


def test_a_corrupt_state_is_not_overwritten(copied_laptop: Laptop) -> None:
    saved = copied_laptop.data / "state" / "saved.sqlite3"
    for file in copied_laptop.data.glob("state/saved.sqlite3*"):
        file.write_bytes(b"damaged" * 1000)
    copied_laptop.launch()
    assert copied_laptop.wait_for_exit() == 1
    assert copied_laptop.output[-1].startswith("ministack did not start")
    assert saved.read_bytes() == b"damaged" * 1000
