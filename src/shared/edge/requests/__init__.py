"""Parsing requests: bodies by the OpenAPI document, ids and cursors by the contract."""
