"""The log: structured, one line an event; names, tokens and codes stay out of it."""

from aws_lambda_powertools import Logger

logger = Logger()
