"""The font files that certificates are set in, beside their licences; `importlib.resources` finds them."""
