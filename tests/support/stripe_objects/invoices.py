"""Invoices, their payments, and subscriptions."""

from tests.support.stripe_objects.charges import of_acacia
from tests.support.stripe_objects.envelope import ADDRESS, DAY, Generation, Json, listed, related

MONTH = 2_678_400


def invoice(  # noqa: PLR0913 - the fields of an invoice
    invoice_id: str = "in_1",
    *,
    subscription: str | None = "sub_1",
    payment: str | None = "pi_1",
    amount: int = 4900,
    metadata: Json | None = None,
    subscription_metadata: Json | None = None,
    generation: Generation = "basil",
) -> Json:
    """A paid invoice: before basil it names its payment and charge; since, neither."""
    return {
        "id": invoice_id,
        "object": "invoice",
        "account_country": "DE",
        "account_name": "Bakery School",
        "account_tax_ids": None,
        "amount_due": amount,
        "amount_paid": amount,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 1,
        "attempted": True,
        "auto_advance": False,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "automatically_finalizes_at": None,
        "billing_reason": "manual" if subscription is None else "subscription_cycle",
        "collection_method": "charge_automatically",
        "created": DAY,
        "currency": "eur",
        "custom_fields": None,
        "customer": related("cus", subscription),
        "customer_address": ADDRESS,
        "customer_email": "payer@example.com",
        "customer_name": "Pat Payer",
        "customer_phone": None,
        "customer_shipping": None,
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": DAY,
        "ending_balance": 0,
        "footer": None,
        "from_invoice": None,
        "hosted_invoice_url": f"https://invoice.stripe.com/i/{invoice_id}",
        "invoice_pdf": f"https://pay.stripe.com/invoice/{invoice_id}/pdf",
        "issuer": {"type": "self"},
        "last_finalization_error": None,
        "latest_revision": None,
        "lines": listed(f"/v1/invoices/{invoice_id}/lines"),
        "livemode": True,
        "metadata": metadata or {},
        "next_payment_attempt": None,
        "number": "BAKERY-0001",
        "on_behalf_of": None,
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": DAY,
        "period_start": DAY - MONTH,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "starting_balance": 0,
        "statement_descriptor": None,
        "status": "paid",
        "status_transitions": {
            "finalized_at": DAY,
            "marked_uncollectible_at": None,
            "paid_at": DAY,
            "voided_at": None,
        },
        "subtotal": amount,
        "subtotal_excluding_tax": amount,
        "test_clock": None,
        "total": amount,
        "total_discount_amounts": [],
        "total_excluding_tax": amount,
        "total_pretax_credit_amounts": [],
        "webhooks_delivered_at": DAY,
        **_links(subscription, payment, subscription_metadata or {}, generation),
    }


def _links(subscription: str | None, payment: str | None, metadata: Json, generation: Generation) -> Json:
    if generation == "acacia":
        return {
            "application_fee_amount": None,
            "charge": None if payment is None else related("ch", payment),
            "discount": None,
            "paid": True,
            "paid_out_of_band": False,
            "payment_intent": payment,
            "quote": None,
            "subscription": subscription,
            "subscription_details": {"metadata": None if subscription is None else metadata},
            "tax": None,
            "total_tax_amounts": [],
            "transfer_data": None,
        }
    details = {"metadata": metadata, "subscription": subscription}
    parent = {"quote_details": None, "subscription_details": details, "type": "subscription_details"}
    return {
        "amount_overpaid": 0,
        "confirmation_secret": None,
        "parent": None if subscription is None else parent,
        "total_taxes": [],
    }


def invoice_payment(invoice_id: str = "in_1", *, payment: str = "pi_1", amount: int = 4900) -> Json:
    """The payment of an invoice, by a payment intent or by a charge alone; an object that came with basil."""
    kind = "charge" if payment.startswith("ch_") else "payment_intent"
    return {
        "id": related("inpay", payment),
        "object": "invoice_payment",
        "amount_paid": amount,
        "amount_requested": amount,
        "created": DAY,
        "currency": "eur",
        "invoice": invoice_id,
        "is_default": True,
        "livemode": True,
        "payment": {kind: payment, "type": kind},
        "status": "paid",
        "status_transitions": {"canceled_at": None, "paid_at": DAY},
    }


def subscription(
    subscription_id: str = "sub_1",
    *,
    ended_at: int | None = DAY,
    metadata: Json | None = None,
    generation: Generation = "basil",
) -> Json:
    """A subscription that ended; its items, which can be many, are left out."""
    shape: Json = {
        "id": subscription_id,
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": DAY - MONTH,
        "billing_cycle_anchor_config": None,
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": ended_at,
        "cancellation_details": {"comment": None, "feedback": None, "reason": "cancellation_requested"},
        "collection_method": "charge_automatically",
        "created": DAY - MONTH,
        "currency": "eur",
        "customer": related("cus", subscription_id),
        "days_until_due": None,
        "default_payment_method": related("pm", subscription_id),
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "ended_at": ended_at,
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": listed(f"/v1/subscription_items?subscription={subscription_id}"),
        "latest_invoice": related("in", subscription_id),
        "livemode": True,
        "metadata": metadata or {},
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": DAY - MONTH,
        "status": "canceled",
        "test_clock": None,
        "transfer_data": None,
        "trial_end": None,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": None,
    }
    # Basil keeps the period with each item.
    dropped = of_acacia(generation, current_period_end=DAY, current_period_start=DAY - MONTH, discount=None)
    return {**shape, **dropped}
