"""The judgements: one module per rule, pure functions over frozen facts."""
