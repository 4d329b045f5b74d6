"""What `make run` has acknowledged is on disk, and it says so only when that is true."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from botocore.exceptions import ClientError

from local import deployed
from tests.e2e.laptop import Laptop

TABLE = "laurel-orders"
DEPLOYING = "deploying template.yaml to ministack"


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """A service that was deployed and stopped."""
    stopped = Laptop(data=tmp_path_factory.mktemp("stopped"))
    stopped.start()
    assert stopped.stop() == 0, stopped.said
    return stopped


@pytest.fixture
def own(own: Laptop, stopped: Laptop) -> Laptop:
    """A copy of that one, which starts at once: it has the same port."""
    shutil.copytree(stopped.data, own.data, dirs_exist_ok=True)
    own.port = stopped.port
    return own


class Orders:
    """The table of orders, of one run."""

    def __init__(self, own: Laptop) -> None:
        self.client = deployed.client("dynamodb", own.endpoint)

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


def templates_bucket(own: Laptop) -> str:
    stack = deployed.client("cloudformation", own.endpoint).describe_stack_resource(
        StackName="laurel", LogicalResourceId="TemplatesBucket"
    )
    name: str = stack["StackResourceDetail"]["PhysicalResourceId"]
    return name


@contextmanager
def nothing_can_be_saved(own: Laptop) -> Iterator[None]:
    """Somebody else holds the lock on the saved state."""
    with closing(sqlite3.connect(own.data / "state" / "saved.sqlite3", isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        yield


def turn_into_what_older_versions_saved(own: Laptop) -> None:
    """A file for each service, and the items inside DynamoDB's."""
    state = own.data / "state"
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


def test_everything_that_was_acknowledged_outlives_a_kill_of_every_process(own: Laptop) -> None:
    own.start()
    orders = Orders(own)
    there_before = orders.count()
    bucket = templates_bucket(own)
    document = {"Bucket": bucket, "Key": "a/document"}
    files = deployed.client("s3", own.endpoint)
    files.put_object(**document, Body=b"kept", ContentType="text/plain", Metadata={"of": "a test"})
    orders.put(*(f"order-{number}" for number in range(50)), "changed", "deleted")
    orders.put("changed", note="now another")
    orders.delete("deleted")
    writes = [{"Put": {"TableName": TABLE, "Item": {"order_id": {"S": name}, "note": {"S": ""}}}} for name in "ab"]
    orders.client.transact_write_items(TransactItems=writes)
    with pytest.raises(ClientError, match="TransactionCanceled"):
        orders.client.execute_transaction(
            TransactStatements=[
                {"Statement": f"INSERT INTO \"{TABLE}\" VALUE {{'order_id': 'taken-back', 'note': ''}}"},
                {"Statement": f"INSERT INTO \"{TABLE}\" VALUE {{'order_id': 'a', 'note': 'twice'}}"},
            ]
        )
    orders.put("last")
    own.kill_everything()

    own.start()
    assert DEPLOYING not in own.said
    orders = Orders(own)
    assert [orders.note(name) for name in ("last", "a", "b", "changed")] == ["", "", "", "now another"]
    assert [orders.note(name) for name in ("deleted", "taken-back")] == [None, None]
    assert [orders.note(f"order-{number}") for number in range(50)] == [""] * 50
    assert orders.count() == there_before + 54
    kept = deployed.client("s3", own.endpoint).get_object(**document)
    assert (kept["Body"].read(), kept["ContentType"], kept["Metadata"]) == (b"kept", "text/plain", {"of": "a test"})
    with own.caller("robin") as robin:
        robin.call("GET", "/my-courses")
    assert own.stop() == 0
    assert own.said[-1] == "stopped; the data is saved"


def test_a_data_folder_of_an_older_version_is_taken_over_and_saved_anew(own: Laptop) -> None:
    own.start()
    Orders(own).put("older")
    assert own.stop() == 0
    turn_into_what_older_versions_saved(own)

    own.start()
    assert not {"loading the demo course", DEPLOYING} & set(own.said)
    assert Orders(own).note("older") == ""
    Orders(own).put("newer")
    own.kill_everything()

    own.start()
    assert [Orders(own).note(name) for name in ("older", "newer")] == ["", ""]
    assert own.stop() == 0


def test_it_says_what_is_not_saved_and_when_it_is_again(own: Laptop) -> None:
    own.start()
    orders = Orders(own)
    with nothing_can_be_saved(own):
        orders.put("held-back")
    orders.put("next")
    assert own.stop() == 0
    failed, recovered, last = own.said[own.said.index(f"ready: {own.url}") + 1 :]
    assert failed.startswith("NOT SAVED: ")
    assert "database is locked" in failed
    assert recovered == "saving works again; everything is saved"
    assert last == "stopped; the data is saved"

    own.start()
    orders = Orders(own)
    assert [orders.note(name) for name in ("held-back", "next")] == ["", ""]
    with nothing_can_be_saved(own):
        orders.put("lost")
        assert own.stop() == 1
    assert own.said[-1].startswith("stopped; NOT everything is saved (database is locked)")


def test_a_damaged_state_is_left_alone(own: Laptop) -> None:
    saved = own.data / "state" / "saved.sqlite3"
    for file in own.data.glob("state/saved.sqlite3*"):
        file.write_bytes(b"damaged" * 1000)
    own.begin()
    assert own.end() == 1
    assert own.said[-1].startswith("ministack did not start")
    assert saved.read_bytes() == b"damaged" * 1000
