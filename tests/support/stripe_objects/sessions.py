"""Checkout sessions."""

from typing import Literal

from tests.support.stripe_objects.charges import of_acacia
from tests.support.stripe_objects.envelope import ADDRESS, DAY, Generation, Json, related


def session(  # noqa: PLR0913 - the fields of a session
    session_id: str,
    *,
    mode: Literal["payment", "subscription"] = "payment",
    payment: str | None = None,
    subscription: str | None = None,
    invoice: str | None = None,
    amount: int = 4900,
    user_id: str | None = None,
    email: str | None = "payer@example.com",
    name: str | None = "Pat Payer",
    metadata: Json | None = None,
    paid: bool = True,
    generation: Generation = "basil",
) -> Json:
    """A session that was completed; in subscription mode it names no payment, but the subscription and its invoice."""
    shape: Json = {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": amount,
        "amount_total": amount,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": "https://school.example/cart",
        "client_reference_id": user_id,
        "client_secret": None,
        "collected_information": {"shipping_details": None},
        "consent": None,
        "consent_collection": None,
        "created": DAY,
        "currency": "eur",
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer": related("cus", subscription) if mode == "subscription" else None,
        "customer_creation": "always" if mode == "subscription" else "if_required",
        "customer_details": {
            "address": ADDRESS,
            "email": email,
            "name": name,
            "phone": None,
            "tax_exempt": "none",
            "tax_ids": [],
        },
        "customer_email": None,
        "discounts": [],
        "expires_at": DAY + 86_400,
        "invoice": invoice,
        "invoice_creation": None if mode == "subscription" else _NO_INVOICE,
        "livemode": True,
        "locale": None,
        "metadata": metadata or {},
        "mode": mode,
        "payment_intent": payment,
        "payment_link": None,
        "payment_method_collection": "always" if mode == "subscription" else "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "paid" if paid else "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "complete",
        "submit_type": None,
        "subscription": subscription,
        "success_url": "https://school.example/thanks",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted",
        "url": None,
        "wallet_options": None,
    }
    if generation == "acacia":
        # Basil moved the shipping details there.
        del shape["collected_information"]
    return {**shape, **of_acacia(generation, shipping_details=None)}


_NO_INVOICE = {
    "enabled": False,
    "invoice_data": {
        "account_tax_ids": None,
        "custom_fields": None,
        "description": None,
        "footer": None,
        "issuer": None,
        "metadata": {},
        "rendering_options": None,
    },
}
