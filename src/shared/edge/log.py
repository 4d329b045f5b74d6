"""The log: structured, one line per event, without names, tokens and codes."""

from aws_lambda_powertools import Logger

logger = Logger()
