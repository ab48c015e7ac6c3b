"""One module per output format, over one diagnostic model."""
