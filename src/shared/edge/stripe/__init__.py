"""Stripe, the payment provider: the signature of its webhook, and its events in the domain's terms."""
