"""Charges, payment intents, refunds and disputes."""

from tests.support.stripe_objects.envelope import ADDRESS, DAY, Generation, Json, related


def of_acacia(generation: Generation, **properties: object) -> Json:
    """Properties that basil has dropped."""
    return properties if generation == "acacia" else {}


def charge(  # noqa: PLR0913 - the fields of a charge
    payment: str | None = "pi_1",
    *,
    amount: int = 4900,
    amount_captured: int | None = None,
    amount_refunded: int = 0,
    invoice: str | None = None,
    metadata: Json | None = None,
    generation: Generation = "basil",
) -> Json:
    """A charge; captured in full unless `amount_captured` says otherwise."""
    captured = amount if amount_captured is None else amount_captured
    charge_id = related("ch", payment)
    return {
        "id": charge_id,
        "object": "charge",
        "amount": amount,
        "amount_captured": captured,
        "amount_refunded": amount_refunded,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": related("txn", payment),
        "billing_details": {
            "address": ADDRESS,
            "email": "payer@example.com",
            "name": "Pat Payer",
            "phone": None,
            "tax_id": None,
        },
        "calculated_statement_descriptor": "BAKERY SCHOOL",
        "captured": captured > 0,
        "created": DAY,
        "currency": "eur",
        "customer": None,
        "description": None,
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": True,
        "metadata": metadata or {},
        "on_behalf_of": None,
        "outcome": {
            "advice_code": None,
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "approved_by_network",
            "reason": None,
            "risk_level": "normal",
            "risk_score": 7,
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
        "paid": True,
        "payment_intent": payment,
        "payment_method": related("pm", payment),
        "radar_options": {},
        "receipt_email": None,
        "receipt_number": None,
        "receipt_url": f"https://pay.stripe.com/receipts/{charge_id}",
        # Before basil, what was released counts as refunded.
        "refunded": amount_refunded >= (amount if generation == "acacia" else max(captured, 1)),
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded",
        "transfer_data": None,
        "transfer_group": None,
        **of_acacia(generation, invoice=invoice),
    }


def payment_intent(
    payment: str = "pi_1",
    *,
    amount: int = 4900,
    invoice: str | None = None,
    metadata: Json | None = None,
    generation: Generation = "basil",
) -> Json:
    """A payment that succeeded."""
    return {
        "id": payment,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": amount,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{payment}_secret_1",
        "confirmation_method": "automatic",
        "created": DAY,
        "currency": "eur",
        "customer": None,
        "description": None,
        "last_payment_error": None,
        "latest_charge": related("ch", payment),
        "livemode": True,
        "metadata": metadata or {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": related("pm", payment),
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded",
        "transfer_data": None,
        "transfer_group": None,
        **of_acacia(generation, invoice=invoice),
    }


def refund(payment: str | None = "pi_1", *, refund_id: str, amount: int = 4900, status: str = "succeeded") -> Json:
    """A refund, which has no metadata but its own."""
    failure = {
        "failure_balance_transaction": related("txn_failed", payment),
        "failure_reason": "expired_or_canceled_card",
    }
    return {
        "id": refund_id,
        "object": "refund",
        "amount": amount,
        "balance_transaction": related("txn_refund", payment),
        "charge": related("ch", payment),
        "created": DAY,
        "currency": "eur",
        "destination_details": {"card": {"type": "refund"}, "type": "card"},
        "metadata": {},
        "payment_intent": payment,
        "reason": "requested_by_customer",
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
        **(failure if status == "failed" else {}),
    }


def dispute(payment: str | None = "pi_1", *, amount: int = 4900, status: str = "lost", number: int | str = "") -> Json:
    """A dispute that was closed."""
    return {
        "id": f"{related('dp', payment)}{number}",
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": related("ch", payment),
        "created": DAY,
        "currency": "eur",
        "enhanced_eligibility_types": [],
        "evidence": {"customer_name": "Pat Payer", "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": DAY + 604_800,
            "enhanced_eligibility": {},
            "has_evidence": True,
            "past_due": False,
            "submission_count": 1,
        },
        "is_charge_refundable": False,
        "livemode": True,
        "metadata": {},
        "payment_intent": payment,
        "payment_method_details": {
            "card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"},
            "type": "card",
        },
        "reason": "fraudulent",
        "status": status,
    }
