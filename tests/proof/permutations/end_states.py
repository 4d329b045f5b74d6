"""The end state of a history of payments: everything stored, except values that depend on the order of arrival.

Left out are times of receipt and values derived from them alone (times of changes, versions, the order of a history's
entries, the outcome of each event, reversed revocations), and four more values:

- `access_restored_at`, which only causes a check: whether access was lost in between depends on the order of arrival;
- `revoke_reason` if a refund and a lost dispute are both active: the public sees the one that arrived first;
- the order stored under the payment's id, with events from before the shop's order id was known;
- which of its two ids an order has: the shop's, or, if it was bought before any event had that, the payment's.
"""

from collections.abc import Mapping
from typing import Any

from tests.proof.invariants import is_reversed
from tests.proof.rows import Row, Rows

_TIMES = {"created_at", "updated_at", "received_at", "refunded_at", "charged_back_at", "revoked_at", "expires_at"}
_OF_ONE_ORDER_OF_ARRIVAL = {"created_at", "updated_at", "access_restored_at"}
_EITHER = ("chargeback", "refund")

type Names = Mapping[str, str]


def names(rows: Rows) -> Names:
    """Map the id of each order to the id of its payment, if they differ."""
    bound = {
        row["order_id"].removeprefix("payment#"): row["payment_order_id"]
        for row in rows["orders"]
        if "payment_order_id" in row
    }
    # A subscription's session and its payment both belong to the order: the last one alphabetically names it.
    named = {order_id: reference for reference, order_id in sorted(bound.items())}
    return named | {reference: named[order_id] for reference, order_id in bound.items()}


def end_state(rows: Rows) -> Mapping[str, Any]:
    """Normalise an end state, such that equivalent ones are equal."""
    named = names(rows)
    reasons = {certificate["verification_code"]: _reason(certificate) for certificate in rows["course-certificates"]}
    return {
        "orders": _sorted(_order(row, named) for row in rows["orders"] if not _is_unlinked_payment(row, rows)),
        "enrollments": _sorted(_renamed(_timeless(row), named) for row in rows["enrollments"]),
        "certificates": _sorted(_certificate(row, named) for row in rows["course-certificates"]),
        "register": _sorted(
            {**_timeless(row), "revoke_reason": reasons.get(row["register_key"].removeprefix("code#"))}
            for row in rows["certificate-register"]
        ),
        "events": _sorted(
            _renamed({name: row.get(name) for name in ("event_id", "type", "order_id")}, named)
            for row in rows["webhook-events"]
        ),
        "completions": _sorted(rows["completions"]),
        "progress": _sorted(rows["lesson-progress"]),
    }


def _sorted(entries: Any) -> list[Any]:  # noqa: ANN401 - rows
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


def _is_unlinked_payment(row: Row, rows: Rows) -> bool:
    """Whether this row has the events of a payment from before its order id was known."""
    bound = {order["order_id"]: order["payment_order_id"] for order in rows["orders"] if "payment_order_id" in order}
    return bound.get(f"payment#{row['order_id']}", row["order_id"]) != row["order_id"] and not row.get("lines")


def _order(row: Row, named: Names) -> Row:
    history = _sorted(
        {name: entry.get(name) for name in entry if name not in {"received_at", "outcome"}}
        for entry in row.get("history", ())
    )
    kept = {name: found for name, found in _timeless(row).items() if name != "version"}
    if "payment_order_id" in row:
        kept["payment_order_id"] = named[row["payment_order_id"]]
    return _renamed({**kept, "history": history}, named)


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


def summary(rows: Rows) -> Mapping[str, Any]:
    """Summarise an end state in the form of `Expected`: enrollments, amounts, and the certificate."""
    named = names(rows)

    def label(order_id: str) -> str:
        return named.get(order_id, order_id).rpartition("_")[2].removeprefix("order-")

    orders = [row for row in rows["orders"] if "payment_order_id" not in row and not _is_unlinked_payment(row, rows)]
    certificates = [(row["status"], _reason(row)) for row in rows["course-certificates"]]
    return {
        "enrollments": {row["course_id"]: (row["status"], label(row["order_id"])) for row in rows["enrollments"]},
        "amount_refunded": {label(row["order_id"]): row["amount_refunded"] for row in orders},
        "reversed_orders": frozenset(label(row["order_id"]) for row in orders if is_reversed(row)),
        "certificate": certificates[0] if certificates else None,
    }
