"""What a configuration file may say; the only importer of pydantic."""
