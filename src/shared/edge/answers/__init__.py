"""Writing answers: each function gives the JSON of one of the OpenAPI document's schemas."""
