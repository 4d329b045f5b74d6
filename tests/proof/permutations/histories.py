"""All histories."""

from tests.proof.permutations import histories_orders, histories_payments, histories_subscriptions
from tests.proof.permutations.history import History

HISTORIES: tuple[History, ...] = (
    *histories_orders.HISTORIES,
    *histories_payments.HISTORIES,
    *histories_subscriptions.HISTORIES,
)
