"""Raw SQL as the query model: what a `sql` template says, as if it had been written with the builder."""
