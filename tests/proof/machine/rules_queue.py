"""Rules of the queue that brings the lines of large orders in line with them."""

import json

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.proof.machine.differences import names_of_orders
from tests.proof.machine.environment import record
from tests.proof.machine.events import Emitted
from tests.proof.machine.rules_payments import PaymentRules
from tests.support.service import Context, function


class QueueRules(PaymentRules):
    """The queue of large orders.

    Attributes:
        messages: that were queued.
        version: of each order, that its newest message asks work for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []
        self.version: dict[str, int] = {}
        self.worked = 0

    def _deliver(self, emitted: Emitted) -> None:
        super()._deliver(emitted)
        for body in self.environment.queued("order-lines"):
            self.messages.append(body)
            message = json.loads(body)
            self.version[names_of_orders(self.environment.rows())[message["order_id"]]] = message["version"]

    @precondition(lambda self: self.messages)
    @rule(data=st.data(), twice=st.booleans())
    def lines_are_brought_in_line(self, data: st.DataObject, twice: bool) -> None:  # noqa: FBT001
        """A message arrives; one that asks for work of an earlier version than the newest does nothing."""
        now = self.step()
        index = data.draw(st.integers(0, len(self.messages) - 1))
        body = self.messages[index]
        if not twice:
            del self.messages[index]
        message = json.loads(body)
        name = names_of_orders(self.environment.rows())[message["order_id"]]
        self.worked += 1
        function("order_lines").handler(record(body, self.worked), Context())
        order = self.model.orders[name]
        if order.pending is not None and self.version[name] == message["version"]:
            self.model.work(order, now)
