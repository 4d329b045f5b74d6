"""HTTP, tokens and logs: what is between a function's handler and its use case."""

from shared.edge.lazy_modules import load_when_used

# Before Powertools is imported; so functions take what they need of its event handler from `shared.edge.http`.
load_when_used("asyncio")
