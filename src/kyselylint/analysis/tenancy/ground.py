"""The kinds of reasons why a place need not be looked at again, for programs: beside each sentence stands one."""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    """What a verdict rests on. An unscoped place has its gap instead."""

    COLUMN = "column"  # its own tenant column is a value from outside
    NOBODY = "nobody"  # its tenant column is null
    TIED = "tied"  # a key or a tenant column ties it to a row that is the tenant's
    CHECK = "check"  # the code checked access
    CALLERS = "callers"  # every call of the function sees to it
    PERSON = "person"  # it is the caller's own, or tells the tenants of a person
    TOKEN = "token"  # noqa: S105  # a kind of reason: it is found by what nobody can guess
    TENANT = "tenant"  # its rows are the tenants, or it finds out whose something is
    PATH = "path"  # what the file is for
    UPKEEP = "upkeep"  # work on all tenants: a queue, what is due, what has expired, by name
    HANDLE = "handle"  # it runs on a handle that reaches one tenant
    DATABASE = "row-level-security"
    CONFIGURATION = "configuration"
    COMMENT = "comment"
    UNREAD = "unread"  # something cannot be read, or the code that sends it was not seen
    SHARED = "shared"  # the table is no tenant's
