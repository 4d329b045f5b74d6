"""Stripe's events and objects, in the shapes of two generations of its API; the only place of test payloads' shapes.

tests/unit/edge/test_stripe_shapes.py compares them with the types of Stripe's library. Every object has the properties
that Stripe sends, with null where Stripe sends null, and no metadata where Stripe copies none.
"""
