"""ministack's state in memory: read by service, with the items of DynamoDB's tables apart, and restored.

Each name that is replaced here is one inside ministack, whose version is pinned; tests/e2e/test_laptop_saving.py
notices when one is gone.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from types import FunctionType
from typing import Any

from local.ministack.in_process.database import Change

# ministack 1.5.33: the copy of a service's state fails when one of its own threads adds to a dictionary meanwhile, and
# that service is then not saved.
ATTEMPTS = 20


class MinistackState:
    """The states of all services, those of DynamoDB's tables without their items, and the items."""

    def __init__(self, record: Callable[[Change], None], request: Callable[[], AbstractContextManager[None]]) -> None:
        """Watch the items.

        Args:
            record: is called with each change of an item.
            request: makes a context for each request to DynamoDB.
        """
        from ministack import app  # type: ignore[import-not-found]  # noqa: PLC0415 - not in our own Python
        from ministack.core import persistence  # type: ignore[import-not-found]  # noqa: PLC0415
        from ministack.services import dynamodb  # type: ignore[import-not-found]  # noqa: PLC0415

        self._app, self._persistence, self._dynamodb, self._record = app, persistence, dynamodb, record
        set_item, remove_item, replaced = dynamodb._set_item, dynamodb._remove_item, dynamodb._items_replaced  # noqa: SLF001
        handle = dynamodb.handle_request

        def set_and_record(table: dict[str, Any], partition_key: str, sort_key: str, item: object) -> object:
            old = set_item(table, partition_key, sort_key, item)
            record(_change(table, partition_key, sort_key, json.dumps(item)))
            return old

        def remove_and_record(table: dict[str, Any], partition_key: str, sort_key: str) -> object:
            old = remove_item(table, partition_key, sort_key)
            record(_change(table, partition_key, sort_key, None))
            return old

        def record_replaced(table: dict[str, Any]) -> None:
            replaced(table)
            self._record_all(table)

        async def handle_in_context(*arguments: object) -> object:
            with request():
                return await handle(*arguments)

        dynamodb._set_item, dynamodb._remove_item = set_and_record, remove_and_record  # noqa: SLF001
        dynamodb._items_replaced, dynamodb.handle_request = record_replaced, handle_in_context  # noqa: SLF001
        dynamodb.get_state = self._without_items(dynamodb.get_state)

    def replace_persistence(self, load: Callable[[], None], save: Callable[[], None]) -> None:
        """Have ministack call these in place of its own persistence, when it starts and when it exits."""
        self._app._load_persisted_state = load  # noqa: SLF001
        self._app.save_all = lambda _: save()

    def call_between_requests(self, call: Callable[[], None]) -> None:
        """Have ministack's event loop call something while it handles no request."""
        self._app._MAIN_LOOP.call_soon_threadsafe(call)  # noqa: SLF001

    def service_states(self, progress: Callable[[], None]) -> dict[str, str]:
        """The state of each service that has any, as JSON in ministack's own format, while no request changes it.

        Args:
            progress: is called for each service.
        """
        states = {}
        for name, get_state in self._app._build_persistence_save_dict().items():  # noqa: SLF001
            progress()
            payload = _copied(get_state)
            if payload is not None:
                wrapped = {"__ministack_format__": self._format(name), "payload": payload}
                states[name] = json.dumps(wrapped, default=self._persistence._json_default)  # noqa: SLF001
        return states

    def table_ids(self) -> set[str]:
        """The ids of all tables."""
        return {_id(table) for table in self._dynamodb._tables.all_values()}  # noqa: SLF001

    def load(self, states: Mapping[str, str], items: Callable[[str], Iterable[tuple[str, str]]]) -> None:
        """Restore what was saved, before the first request.

        Args:
            states: each service's state. The items of tables that have them inside, as ministack's own files do, are
                kept and recorded as changes.
            items: gives the keys and items of a table by its id.

        Raises:
            RuntimeError: a newer ministack saved it.
        """
        for name, module in self._app._state_map.items():  # noqa: SLF001
            payload = self._payload(name, states.get(name, "null"))
            if payload:
                self._app._get_module(module).load_persisted_state(payload)  # noqa: SLF001
        for table in self._dynamodb._tables.all_values():  # noqa: SLF001
            if "items" in table:
                self._record_all(table)
            else:
                table["items"] = defaultdict(dict)
                for key, item in items(_id(table)):
                    partition_key, sort_key = json.loads(key)
                    table["items"][partition_key][sort_key] = json.loads(item)
            self._dynamodb._update_counts(table)  # noqa: SLF001

    def _record_all(self, table: dict[str, Any]) -> None:
        self._record((_id(table), None, None))
        for partition_key, items in table["items"].items():
            for sort_key, item in items.items():
                self._record(_change(table, partition_key, sort_key, json.dumps(item)))

    def _without_items(self, get_state: FunctionType) -> Callable[[], object]:
        """DynamoDB's `get_state` of ministack, but for tables without their items."""
        dynamodb = self._dynamodb

        def state() -> object:
            tables = type(dynamodb._tables)()  # noqa: SLF001
            for scope, table in dynamodb._tables.all_items():  # noqa: SLF001
                tables.set_scoped(*scope, {name: value for name, value in table.items() if name != "items"})
            return FunctionType(get_state.__code__, {**vars(dynamodb), "_tables": tables})()

        return state

    def _payload(self, name: str, state: str) -> Any:  # noqa: ANN401 - each service has its own structure
        content = json.loads(state, object_hook=self._persistence._json_object_hook)  # noqa: SLF001
        if not isinstance(content, dict) or "__ministack_format__" not in content:
            return content
        if content["__ministack_format__"] > self._format(name):
            raise RuntimeError(f"the state of {name} was saved by a newer version of ministack, in an unknown format")
        return content["payload"]

    def _format(self, name: str) -> int:
        version: int = self._persistence._state_format_version(name)  # noqa: SLF001
        return version


def _copied(get_state: Callable[[], object]) -> object:
    for _ in range(ATTEMPTS - 1):
        try:
            return get_state()
        except RuntimeError:  # dictionary changed size during iteration
            continue
    return get_state()


def _change(table: Mapping[str, Any], partition_key: str, sort_key: str, item: str | None) -> Change:
    return _id(table), json.dumps([partition_key, sort_key]), item


def _id(table: Mapping[str, Any]) -> str:
    """What distinguishes a table from a later one of the same name."""
    table_id: str = table.get("TableId") or table["TableArn"]
    return table_id
