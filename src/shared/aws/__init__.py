"""How this process talks to AWS: connection, base of rows, transactions, retries, time budget, secrets."""
