"""The model of a query: what its SQL is, where each part stands, and how the code runs it."""
