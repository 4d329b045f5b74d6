"""The invariants of orders after every step: their lines, their pending work, and which order an id belongs to."""

from collections.abc import Iterator, Set

from tests.proof.facts import Facts, Fields


def awaits_its_page(order: Fields, line: str) -> bool:
    """Whether a line of a large order is not in line with the order yet: it is after the last page that was done."""
    return "pending_version" in order and line > order.get("pending_after", "")


def an_order_keeps_its_lines(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for order_id, lines in before.lines.items():
        gone = lines - after.lines.get(order_id, set())
        if gone:
            yield f"the order {order_id} has lost its lines {sorted(gone)}"


def every_enrollment_is_a_line_of_its_orders(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """So that whatever changes an order reaches all that it pays for."""
    for what, kept in (("enrollment", after.enrollments), ("certificate", after.certificates)):
        for key, entry in kept.items():
            order_ids = {one["order_id"] for one in (entry, *entry.get("further_orders", ())) if "order_id" in one}
            for order_id in sorted(order_ids):
                if order_id not in after.orders or "#".join(key) not in after.lines.get(order_id, set()):
                    yield f"the {what} of {key} is no line of its order {order_id}"


def pending_work_is_of_lines(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for order_id, order in after.orders.items():
        if "pending_version" not in order:
            left = order.keys() & {"pending_after", "pending_ends_access"}
            if left:
                yield f"the order {order_id} has {sorted(left)} without pending work"
        elif order_id not in after.lines or order["pending_version"] > order["version"]:
            yield f"the order {order_id} has pending work for no line, or for a later version than its own"


def pending_work_never_goes_backwards(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for order_id, old in before.orders.items():
        new = after.orders.get(order_id, {})
        version, newest = old.get("pending_version"), new.get("pending_version")
        if newest is None:
            continue
        if newest < version if version is not None else newest <= old.get("version", 0):
            yield f"the order {order_id} has its earlier work of version {newest} again"
        elif newest == version and new.get("pending_after", "") < old.get("pending_after", ""):
            yield f"the pending work of the order {order_id} went back to {new.get('pending_after')}"


def an_id_never_changes_its_order(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for reference, order_id in before.links.items():
        if after.links.get(reference) != order_id:
            yield f"{reference} belonged to {order_id}, and belongs to {after.links.get(reference)}"
    for order_id, order in before.orders.items():
        if order_id not in after.orders and "unlinked" not in order:
            yield f"the order {order_id} is gone"


def every_id_leads_to_an_order(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for reference in after.links:
        passed, last = {reference}, after.links[reference]
        while last in after.links and last not in passed:
            passed.add(last)
            last = after.links[last]
        if last not in after.orders:
            yield f"{reference} leads to {last}, which is no order"


def a_payment_without_an_order_has_no_lines(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for order_id in after.lines:
        if order_id not in after.orders or "unlinked" in after.orders[order_id]:
            yield f"{order_id} has lines, and is no order"


def no_payment_is_lost(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    gone = _reported(before) - _reported(after)
    if gone:
        yield f"nothing is known any more of {sorted(gone)}"


def _reported(facts: Facts) -> set[str]:
    """The ids of all payments, charges and invoices, and of all events that reported refunds."""
    known: set[str] = set()
    for order in facts.orders.values():
        for payment in order.get("payments", ()):
            known |= {payment["payment_id"]} if "payment_id" in payment else set()
            known |= set(payment.get("charge_ids", ()))
        known |= {invoice["invoice_id"] for invoice in order.get("invoices", ())}
        known |= {entry["event_id"] for entry in order.get("history", ())}
    return known


def an_unclaimed_purchase_is_found_by_its_address(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    unclaimed = {
        (order["unclaimed"]["email"], order_id) for order_id, order in after.orders.items() if "unclaimed" in order
    }
    if unclaimed != after.unclaimed:
        yield f"the orders {sorted(unclaimed)} are not claimed, and {sorted(after.unclaimed)} are found"


ORDER_INVARIANTS = (
    an_order_keeps_its_lines,
    every_enrollment_is_a_line_of_its_orders,
    pending_work_is_of_lines,
    pending_work_never_goes_backwards,
    an_id_never_changes_its_order,
    every_id_leads_to_an_order,
    a_payment_without_an_order_has_no_lines,
    no_payment_is_lost,
    an_unclaimed_purchase_is_found_by_its_address,
)
