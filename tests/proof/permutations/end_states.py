"""The end state of a history of payments: everything stored, except values that depend on the order of arrival.

Left out are times of receipt and values derived from them alone (times of changes, versions, the order of a history's
entries, the outcome of each event, the provider of the newest one, reversed revocations), and four more values:

- which of its ids an order without the shop's id has: the first that an event named;
- which of several reports of one refund in one state an order keeps: the first;
- `access_restored_at`, which only causes a check: whether access was lost in between depends on the order of arrival;
- `revoke_reason` if a refund and a lost dispute are both active: the public sees the one that arrived first.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.proof.invariants import is_reversed
from tests.proof.rows import Row, Rows

_TIMES = {"created_at", "updated_at", "received_at", "refunded_at", "charged_back_at", "revoked_at", "expires_at"}
_OF_ONE_ORDER_OF_ARRIVAL = {"created_at", "updated_at", "access_restored_at", "provider"}
_EITHER = ("chargeback", "refund")
# Of an entry in an order's history.
_OF_ITS_ARRIVAL = {"received_at", "outcome"}
_OF_ONE_REPORT = _OF_ITS_ARRIVAL | {"event_id", "type", "occurred_at", "payment_id"}

type Names = Mapping[str, str]


def orders(rows: Rows) -> list[Row]:
    """Select the orders: the other items of their table only say which order an id belongs to."""
    return [row for row in rows["orders"] if "joined_to" not in row]


def names(rows: Rows) -> Names:
    """Map each id that belongs to an order, and the order's own id, to one of them that all orders of arrival share.

    Raises:
        KeyError: an id belongs to an order that is not stored.
    """
    joined_to = {row["order_id"]: row["joined_to"] for row in rows["orders"] if "joined_to" in row}
    ids: dict[str, list[str]] = {row["order_id"]: [row["order_id"]] for row in orders(rows)}
    for reference, order_id in joined_to.items():
        while order_id in joined_to:
            order_id = joined_to[order_id]  # noqa: PLW2901 - an order that was joined may have ids, too
        ids[order_id].append(reference)
    return {one: min(same, key=_preference) for same in ids.values() for one in same}


def _preference(reference: str) -> tuple[bool, bool, str]:
    """Sort the ids of an order: the shop's id first, then that of the session."""
    return not reference.startswith("order-"), not reference.startswith("cs_"), reference


def label(name: str) -> str:
    """The label of a sale, from the name of its order."""
    return name.rpartition("_")[2].removeprefix("order-")


def end_state(rows: Rows) -> Mapping[str, Any]:
    """Normalise an end state, such that equivalent ones are equal."""
    named = names(rows)
    reasons = {certificate["verification_code"]: _reason(certificate) for certificate in rows["course-certificates"]}
    return {
        "orders": _sorted(_order(row, named) for row in orders(rows)),
        "ids": _plain(named),
        "lines": _sorted((named[row["order_id"]], row["line"]) for row in rows["order-lines"]),
        "unclaimed": _sorted((row["email"], named[row["order_id"]]) for row in rows["unclaimed-purchases"]),
        "enrollments": _sorted(_renamed(_timeless(row), named) for row in rows["enrollments"]),
        "certificates": _sorted(_certificate(row, named) for row in rows["course-certificates"]),
        "register": _sorted(
            {**_timeless(row), "revoke_reason": reasons.get(row["register_key"].removeprefix("code#"))}
            for row in rows["certificate-register"]
        ),
        "events": _sorted(
            _renamed({name: row.get(name) for name in ("event_id", "type", "order_id", "reason")}, named)
            for row in rows["webhook-events"]
        ),
        "completions": _sorted(rows["completions"]),
        "progress": _sorted(rows["lesson-progress"]),
        "profiles": _sorted(rows["profiles"]),
    }


def _sorted(entries: Iterable[Any]) -> list[Any]:
    return sorted((_plain(entry) for entry in entries), key=repr)


def _plain(found: Any) -> Any:  # noqa: ANN401 - any value
    """Normalise a value, such that equal ones have equal text."""
    if isinstance(found, Mapping):
        return {name: _plain(found[name]) for name in sorted(found) if found[name] is not None}
    if isinstance(found, set | frozenset):
        return sorted(_plain(part) for part in found)
    return [_plain(part) for part in found] if isinstance(found, list | tuple) else found


def _timeless(row: Row) -> dict[str, Any]:
    """Replace each time by a constant: only its presence counts."""
    return {
        name: True if name in _TIMES else found for name, found in row.items() if name not in _OF_ONE_ORDER_OF_ARRIVAL
    }


def _renamed(row: Row, named: Names) -> Row:
    def name(order_id: str | None) -> str | None:
        return None if order_id is None else named.get(order_id, order_id)

    further = _sorted({**order, "order_id": name(order["order_id"])} for order in row.get("further_orders", ()))
    return {**row, "order_id": name(row.get("order_id")), "further_orders": further}


def _order(row: Row, named: Names) -> Row:
    kept = {name: found for name, found in _timeless(row).items() if name != "version"}
    payments = row.get("payments", ())
    if "unclaimed" in row:
        kept["unclaimed"] = {**row["unclaimed"], "course_ids": sorted(row["unclaimed"]["course_ids"])}
    return _renamed({**kept, "payments": _sorted(payments), "history": _history(row, payments)}, named)


def _history(row: Row, payments: Iterable[Row]) -> list[Any]:
    """What events reported of each payment: a refund counts once, however many events reported its state."""
    payment_of = {charge_id: one["payment_id"] for one in payments for charge_id in one.get("charge_ids", ())}
    entries = []
    for entry in row.get("history", ()):
        payment_id = payment_of.get(entry.get("payment_id"), entry.get("payment_id"))
        left_out = _OF_ONE_REPORT if "refund_amount" in entry else _OF_ITS_ARRIVAL
        kept = {name: found for name, found in entry.items() if name not in left_out and found is not None}
        entries.append({**kept, "payment_id": payment_id})
    return [entry for number, entry in enumerate(_sorted(entries)) if entry not in _sorted(entries)[:number]]


def active_causes(certificate: Row) -> tuple[str, ...]:
    """The causes of the active revocations of a certificate."""
    return tuple(sorted(entry["cause"] for entry in certificate.get("revocations", ()) if "reinstated_at" not in entry))


def _reason(certificate: Row) -> str | None:
    if active_causes(certificate) == _EITHER:
        return "either"
    reason: str | None = certificate.get("revoke_reason")
    return reason


def _certificate(row: Row, named: Names) -> Row:
    causes = active_causes(row)
    return _renamed({**_timeless(row), "revocations": causes, "revoke_reason": _reason(row)}, named)


def summary(rows: Rows) -> dict[str, Any]:
    """Summarise an end state in the form of `Expected`."""
    named = names(rows)

    def sale(order_id: str) -> str:
        return label(named.get(order_id, order_id))

    certificates = [(row["status"], _reason(row)) for row in rows["course-certificates"]]
    return {
        "enrollments": {row["course_id"]: (row["status"], sale(row["order_id"])) for row in rows["enrollments"]},
        "amount_refunded": {sale(row["order_id"]): row["amount_refunded"] for row in orders(rows)},
        "reversed_orders": frozenset(sale(row["order_id"]) for row in orders(rows) if is_reversed(row)),
        "certificate": certificates[0] if certificates else None,
        "access_ends": {
            row["course_id"]: row["access_expires_at"] for row in rows["enrollments"] if "access_expires_at" in row
        },
        "unclaimed": frozenset(sale(row["order_id"]) for row in rows["unclaimed-purchases"]),
    }
