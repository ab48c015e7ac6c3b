"""TypeScript to query model: an abstract interpreter of Kysely's API."""
