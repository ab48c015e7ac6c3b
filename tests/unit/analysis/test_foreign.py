"""Calls that leave the process: known by package, else by plain names."""

from __future__ import annotations

import pytest

from kyselylint.analysis.foreign import Work, work_of
from kyselylint.finding import Span
from kyselylint.query.facts import ForeignCall

HERE = Span("a.ts", 0, 1)


@pytest.mark.parametrize(
    ("expected", "callee", "module"),
    [
        (Work.NETWORK, "fetch", ""),
        (None, "fetch", "./cache"),
        (Work.NETWORK, "client.send", "@aws-sdk/client-s3"),
        (Work.MAIL, "transport.sendMail", "nodemailer"),
        (Work.QUEUE, "queue.add", "bullmq"),
        (Work.FILE, "readFile", "node:fs/promises"),
        (Work.HASH, "bcrypt.hash", "bcrypt"),
        (Work.NETWORK, "contract.read.balanceOf", "viem"),
        (None, "format", "date-fns"),
        (None, "aiming.load", "ai-ming"),
    ],
)
def test_packages(expected: Work | None, callee: str, module: str):
    """The package decides, whatever the function is called; a prefix of its name does not."""
    assert work_of(ForeignCall(callee, HERE, module)) is expected


@pytest.mark.parametrize(
    ("expected", "callee"),
    [
        (Work.QUEUE, "this.attachmentQueue.add"),
        (None, "this.jobQueue.findById"),
        (None, "queueService.insertReports"),
        (Work.MAIL, "this.mailService.notify"),
        (Work.MAIL, "sendWelcomeEmail"),
        (None, "updateEmail"),
        (None, "this.emailRepo.insert"),
        (Work.NETWORK, "provider.charge"),
        (Work.NETWORK, "s3?.putObject"),
        (Work.HASH, "this.auth.hashPassword"),
        (Work.HASH, "verifyPassword"),
        (None, "resetPassword"),
        (Work.SLEEP, "sleep"),
        (None, "store.sleep"),
    ],
)
def test_names(expected: Work | None, callee: str):
    """Only names that are plain: repositories, too, speak of mails and queues."""
    assert work_of(ForeignCall(callee, HERE, "./services")) is expected


def test_a_function_that_was_followed_is_judged_by_what_it_does():
    """Its name says less than its body."""
    assert work_of(ForeignCall("sendWelcomeEmail", HERE, "src/mail.ts", function="sendWelcomeEmail")) is None
