"""Response bodies: each function builds the JSON of one schema of the OpenAPI document."""
