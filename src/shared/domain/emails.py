"""E-mail addresses, by which a purchase finds the learner who has the address."""

# Of an address, in characters (RFC 5321, 4.5.3.1.3, without the angle brackets).
MAX_EMAIL_LENGTH = 254


def email_address(text: object) -> str | None:
    """Return an address in the form in which addresses are compared: in lower case, without white space around it.

    Returns:
        None where the text is no address; whether mail reaches it is not checked.
    """
    address = text.strip().lower() if isinstance(text, str) else ""
    local, _, domain = address.rpartition("@")
    is_address = local and domain and len(address) <= MAX_EMAIL_LENGTH
    return address if is_address and address.isprintable() and " " not in address else None
