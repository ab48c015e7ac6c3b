"""Calls that leave the process: by the package they come from, or by plain names where that cannot be seen."""

from __future__ import annotations

from enum import StrEnum

from kyselylint.analysis.names import words
from kyselylint.query.facts import ForeignCall


class Work(StrEnum):
    """What a call does, as the end of a sentence."""

    NETWORK = "waits for the network"
    MAIL = "sends a message, which a rollback cannot take back,"
    QUEUE = "hands work to a queue, whose worker may run before the commit or after a rollback,"
    FILE = "waits for files"
    SLEEP = "sleeps"
    MODEL = "waits for a language model"
    HASH = "computes a slow hash"
    PROCESS = "runs another program"
    CALL = "leaves the process"


_MODULES = {
    Work.NETWORK: (
        *(
            "@apollo/client",
            "@aws-sdk/",
            "@azure/",
            "@elastic/",
            "@google-cloud/",
            "@octokit/",
            "@slack/",
            "algoliasearch",
        ),
        *(
            "@upstash/redis",
            "aws-sdk",
            "axios",
            "cloudinary",
            "firebase-admin",
            "got",
            "graphql-request",
            "ioredis",
            "ky",
        ),
        *("meilisearch", "minio", "node-fetch", "octokit", "ofetch", "redis", "stripe", "superagent", "undici"),
        *("@solana/web3.js", "ethers", "tronweb", "viem", "web3"),
    ),
    Work.MAIL: (
        *("@sendgrid/", "@vonage/", "expo-server-sdk", "mailgun.js", "nodemailer", "postmark", "resend", "twilio"),
        "web-push",
    ),
    Work.QUEUE: (
        *(
            "@nestjs/bull",
            "@nestjs/bullmq",
            "@temporalio/",
            "amqplib",
            "bee-queue",
            "bull",
            "bullmq",
            "graphile-worker",
        ),
        *("inngest", "kafkajs", "pg-boss"),
    ),
    Work.FILE: ("fs", "fs-extra", "node:fs", "sharp"),
    Work.SLEEP: ("node:timers/promises", "timers/promises"),
    Work.MODEL: (
        *("@ai-sdk/", "@anthropic-ai/", "@google/generative-ai", "@google/genai", "@langchain/", "ai", "cohere-ai"),
        "openai",
    ),
    Work.HASH: ("@node-rs/argon2", "@node-rs/bcrypt", "argon2", "bcrypt", "bcryptjs"),
    Work.PROCESS: ("child_process", "execa", "node:child_process", "playwright", "puppeteer", "zx"),
}
_GLOBALS = {"fetch": Work.NETWORK, "$fetch": Work.NETWORK, "sleep": Work.SLEEP, "delay": Work.SLEEP}

# An object whose last word is one of these does that work when one of its methods is awaited.
_OBJECTS = {
    **dict.fromkeys(("axios", "fetcher", "redis", "s3", "slack", "sns", "stripe"), Work.NETWORK),
    **dict.fromkeys(("mailer", "resend", "sendgrid", "twilio"), Work.MAIL),
    **dict.fromkeys(("queue", "mail", "email", "emails", "jobs", "kafka", "sqs", "pubsub"), Work.QUEUE),
    **dict.fromkeys(("openai", "anthropic"), Work.MODEL),
    **dict.fromkeys(("bcrypt", "argon2"), Work.HASH),
}
# These words do so only before one of _SERVICE_WORDS: mailService, httpClient.
_SERVICES = {
    **dict.fromkeys(("mail", "email", "mailer", "sms"), Work.MAIL),
    **dict.fromkeys(("http", "storage"), Work.NETWORK),
}
_SERVICE_WORDS = frozenset({"client", "gateway", "service", "transport"})
# Names that tables and repositories have too: it takes a verb that hands something over.
_HELD = frozenset({"queue", "mail", "email", "emails", "jobs"})
_HANDS_OVER = frozenset({("add",), ("dispatch",), ("enqueue",), ("publish",), ("push",), ("schedule",), ("send",)})
_PAYS = frozenset({("charge",), ("refund",)})
_HASHES = frozenset({("hash", "password"), ("verify", "password"), ("compare", "password")})
_MOVES = frozenset({("copy",), ("delete",), ("get",), ("head",), ("put",), ("upload",)})  # the verbs of S3
_MESSAGES = frozenset({"mail", "email", "sms"})


def work_of(call: ForeignCall) -> Work | None:
    """What work outside the process a call does; None when nothing says that it does any."""
    by_module = _of_module(call.module)
    if by_module is not None:
        return by_module
    if not call.module and call.callee in _GLOBALS:
        return _GLOBALS[call.callee]
    # A function that was followed is judged by what it does, not by its name.
    return None if call.function else _of_name(call.callee)


def _of_module(module: str) -> Work | None:
    for work, names in _MODULES.items():
        for name in names:
            if module == name.rstrip("/") or module.startswith(name if name.endswith("/") else f"{name}/"):
                return work
    return None


def _of_name(callee: str) -> Work | None:
    *objects, method = callee.replace("?.", ".").replace("!", "").split(".")
    for one in reversed(objects):
        parts = words(one.strip("#_()"))
        if parts and parts[-1] in _OBJECTS and (parts[-1] not in _HELD or words(method)[:1] in _HANDS_OVER):
            return _OBJECTS[parts[-1]]
        if len(parts) > 1 and parts[-1] in _SERVICE_WORDS and parts[-2] in _SERVICES:
            return _SERVICES[parts[-2]]
    return _of_method(words(method), bare=not objects)


def _of_method(verb: tuple[str, ...], *, bare: bool) -> Work | None:
    if bare and verb in (("sleep",), ("delay",)):
        return Work.SLEEP
    if verb in _HASHES:
        return Work.HASH
    if (verb in _PAYS and not bare) or (verb[-1:] == ("object",) and verb[:1] in _MOVES):
        return Work.NETWORK
    return Work.MAIL if verb[:1] == ("send",) and _MESSAGES.intersection(verb) else None
