"""The command line: options to calls to exit code."""
