"""The proof that a query reaches no rows of another tenant."""
