"""Names that say what a table or column is to a tenant. All are folded: lower case, no underscores."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from kyselylint.analysis.names import singular, words
from kyselylint.schema.catalog import fold

# The narrower a word's usual meaning, the surer it is. A column of these is one wherever two tables have it.
STRONG = ("organization", "organisation", "org", "tenant", "workspace")
# These are tenants in some applications and plain entities in others: many tables must have the column, and queries
# must filter by it.
WEAK = (
    "account", "company", "community", "team", "site", "shop", "store", "merchant", "business", "agency", "firm",
    "school", "clinic", "practice", "restaurant", "hotel", "property", "studio", "salon", "club", "brand",
    "customer", "client", "project", "space", "group", "household", "family",
)  # fmt: skip
_IDS = ("id", "uuid", "uid", "fk", "key")

# Tables of authentication libraries (Better Auth, Auth.js, Lucia): rows belong to a person, not to a tenant.
PERSONAL = frozenset({
    "account", "authenticator", "authsession", "authuser", "devicecode", "emailverification", "jwks",
    "oauthaccesstoken", "oauthaccount", "oauthapplication", "oauthconsent", "passkey", "passwordresettoken",
    "ratelimit", "session", "ssoprovider", "twofactor", "user", "usersession", "verification", "verificationtoken",
})  # fmt: skip
# What ties a person to tenants; read by the person on purpose, to find out which tenants are theirs.
_MEMBERSHIP = frozenset({"member", "membership", "invitation", "invite", "collaborator"})
USER_COLUMNS = frozenset(
    {"userid", "memberid", "accountid", "personid", "profileid", "email", "useremail", "inviteeemail"}
)

LOGIN = frozenset(
    {"email", "username", "login", "phone", "phonenumber", "externalid", "providerid", "provideraccountid"}
)

# Values that nobody can guess: whoever has one may see the row.
_UNGUESSABLE = frozenset({"token", "hash", "secret", "nonce", "apikey", "otp", "jti", "shareid", "cookie"})
_KEYS = frozenset({"accesskey", "apikey", "licensekey", "secretkey"})
# A hash of something that others have too can be had by having it.
_OF_CONTENT = frozenset(
    {"block", "body", "commit", "content", "data", "file", "git", "image", "payload", "schema", "text"}
)
# `code` alone may be a country's, a currency's or a discount's.
_SECRET_CODES = frozenset({
    "access", "activation", "auth", "authorization", "backup", "confirm", "confirmation", "device", "invitation",
    "invite", "join", "login", "recovery", "redeem", "referral", "reset", "verification", "verify",
})  # fmt: skip


def tenant_word(column: str) -> str:
    """The word of a column that may name a tenant: `organization_id` gives "organization"; "" for others."""
    name = fold(column)
    for ending in _IDS:
        stem = name.removesuffix(ending)
        if stem != name and (stem in STRONG or stem in WEAK):
            return stem
    return ""


def is_tenant_table(table: str, word: str) -> bool:
    """Whether the table's own rows are the tenants that the word names: `organizations` for "organization"."""
    name = fold(table)
    return (
        name in (word, fold(singular(word)))
        or fold(singular(table)) == word
        or (word == "org" and name.startswith("organi"))
    )


def is_personal(table: str) -> bool:
    """Whether the table is one of an authentication library's, about persons."""
    return fold(singular(table)) in PERSONAL or fold(table) in PERSONAL


def is_membership(table: str) -> bool:
    """Whether the table says which persons belong to which tenants."""
    parts = [singular(word) for word in words(table)]
    return bool(parts) and (parts[-1] in _MEMBERSHIP or (parts[-1] == "user" and len(parts) > 1))


def is_token(column: str, extra: Collection[str], table: str = "") -> bool:
    """Whether a column of a table holds values that cannot be guessed: tokens, hashes, keys; `key` of `api_keys`."""
    if fold(column) in extra:
        return True
    if fold(column) == "key" and any(f"{one}{singular(two)}" in _KEYS for one, two in pairwise(words(table))):
        return True
    first, *rest = words(column) or ("",)
    last = rest[-1] if rest else first
    if last == "code":
        return not _SECRET_CODES.isdisjoint((first, *rest[:-1]))
    if last == "key":
        return first.startswith("hash") or f"{first}{last}" in _UNGUESSABLE
    return first not in _OF_CONTENT and (last in _UNGUESSABLE or f"{first}{last}" in _UNGUESSABLE)


def is_id(column: str) -> bool:
    """Whether a column holds identifiers: `id`, `todo_id`, `todoId`, `uuid`."""
    parts = words(column)
    return bool(parts) and parts[-1] in ("id", "ids", "uuid", "uid", "pk")
