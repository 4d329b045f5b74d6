"""What is executed inside ministack's own process, by its own Python: the entry point, patches, and persistence.

Only the standard library, ministack and `local.settings` may be imported here.
"""
