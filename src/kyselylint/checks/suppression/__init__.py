"""Comments that take findings away."""
