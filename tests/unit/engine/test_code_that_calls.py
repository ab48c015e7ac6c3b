"""What code without a word of Kysely checks before it calls a function that runs a query."""

import pytest

from kyselylint.engine import run
from kyselylint.settings import Settings
from kyselylint.source.discover import discover

DATABASE = """
import { Kysely } from 'kysely'
interface Note { id: string; organization_id: string; text: string }
interface Folder { id: string; organization_id: string }
interface Label { id: string; organization_id: string }
interface DB { note: Note; folder: Folder; label: Label }
export const db = new Kysely<DB>({ dialect })
const folders = (org: string) => db.selectFrom('folder').select('id').where('organization_id', '=', org).execute()
const labels = (org: string) => db.selectFrom('label').select('id').where('organization_id', '=', org).execute()
const notes = (org: string) => db.selectFrom('note').select('id').where('organization_id', '=', org).execute()
const texts = (org: string) => db.selectFrom('note').select('text').where('organization_id', '=', org).execute()
"""
STORE = """
import { db } from './db'
export class NoteStore {
  async rename(id: string, text: string) {
    await db.updateTable('note').set({ text }).where('id', '=', id).execute()
  }
}
"""
SERVICE = """
import { NoteStore } from './store'
import { assertNoteAccess } from './access'
export class NoteService {
  private store = new NoteStore()
  async rename(id: string, text: string, user: string) {
    CHECK
    await this.store.rename(id, text)
  }
}
"""
ROUTES = """
import { NoteService } from './service'
import { assertNoteAccess } from './access'
const service = new NoteService()
export const routes = router.patch('/:id', async (request) => {
  CHECK
  await service.rename(request.params.id, 'x', request.user)
})
"""
CHECKED = "await assertNoteAccess(id, user)"
ON_ROUTE = "await assertNoteAccess(request.params.id, request.user)"


def findings(folder, **files):
    """The rules that find something about tenants in a project of these files."""
    for name, text in {"db": DATABASE, "store": STORE, **files}.items():
        (folder / f"{name}.ts").write_text(text)
    found = run(discover((".",), folder), lambda _path: Settings(), debug=True)
    return [one.rule for one in found.findings if one.rule.startswith("tenancy/")]


@pytest.mark.parametrize(
    ("in_service", "on_route", "expected"),
    [
        (CHECKED, "", []),
        ("", ON_ROUTE, []),
        ("", "", ["tenancy/lookup-by-id"]),
        (CHECKED.replace("(id", "(user"), "", ["tenancy/lookup-by-id"]),
    ],
    ids=["in the service", "a call further back", "nowhere", "of something else"],
)
def test_access_that_was_checked_by_a_caller(tmp_path, in_service, on_route, expected):
    """The files of services and routes hold no word of Kysely; they are read all the same."""
    files = {"service": SERVICE.replace("CHECK", in_service), "routes": ROUTES.replace("CHECK", on_route)}

    assert expected == findings(tmp_path, **files)


def test_one_caller_that_checks_nothing_is_enough(tmp_path):
    """Every call has to be right."""
    other = "import { NoteStore } from './store'\nexport const go = (id: string) => new NoteStore().rename(id, '')\n"
    files = {"service": SERVICE.replace("CHECK", CHECKED), "other": other}

    assert findings(tmp_path, **files) == ["tenancy/lookup-by-id"]


def test_a_function_that_is_handed_on_may_be_called_by_anybody(tmp_path):
    """Where a mention is no call, not all calls are known."""
    other = "import { NoteStore } from './store'\nexport const go = (all: []) => all.map(new NoteStore().rename)\n"
    files = {"service": SERVICE.replace("CHECK", CHECKED), "other": other}

    assert findings(tmp_path, **files) == ["tenancy/lookup-by-id"]


WRAPPED = """
import { db } from './db'
import { within } from './boundary'
import { assertNoteAccess } from './access'
const load = (id: string) => db.selectFrom('note').select('text').where('id', '=', id).execute()
async function everything(id: string) { return Promise.all([load(id), other(id)]) }
export const page = (args: { id: string; user: string }) => within(async () => {
  CHECK
  return everything(args.id)
})
"""


@pytest.mark.parametrize(
    ("check", "expected"), [("await assertNoteAccess(args.id, args.user)", []), ("", ["tenancy/lookup-by-id"])]
)
def test_functions_between_a_query_and_its_check(tmp_path, check, expected):
    """They hold no word of Kysely themselves; callbacks of a wrapper that is not followed are read too."""
    files = {"wrapped": WRAPPED.replace("CHECK", check), "service": SERVICE.replace("CHECK", CHECKED)}

    assert expected == findings(tmp_path, **files)


READ = """
import { db } from './db'
export class NoteStore {
  async read(id: string) {
    return db.selectFrom('note').selectAll().where('id', '=', id).executeTakeFirst()
  }
}
"""
READER = """
import { NoteStore } from './store'
import { assertMember } from './access'
export class NoteService {
  private store = new NoteStore()
  async read(id: string, user: string) {
    const note = await this.store.read(id)
    if (!note) return null
    CHECK
    return note
  }
}
"""


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("await assertMember(note.organization_id, user)", []),
        ("if (note.organization_id !== user) throw new Error()", []),
        ("await assertMember(user, user)", ["tenancy/lookup-by-id"]),
    ],
)
def test_a_row_that_its_caller_checks(tmp_path, check, expected):
    """It is loaded by its id in one file, and checked in another that holds no word of Kysely."""
    assert expected == findings(tmp_path, store=READ, service=READER.replace("CHECK", check))
