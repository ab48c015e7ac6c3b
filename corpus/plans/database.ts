import type { Kysely } from 'kysely'

interface Organization { id: string; name: string }
interface Account { id: string; organization_id: string; email: string; name: string; status: string; created_at: string }
interface Session {
  id: string
  token: string
  device: string | null
  status: string
  expires_at: string
  revoked_at: string | null
}
interface Message {
  id: string
  organization_id: string
  topic: string
  thread_key: string
  kind: string
  body: string
  created_at: string
}
interface Comment { id: string; account_id: string; created_at: string }
interface Invoice {
  id: string
  organization_id: string
  number: string
  reference: string
  status: string
  paid: boolean
  due_on: string
  deleted_at: string | null
}
interface Contact { id: string; email: string; phone: string; data: { source: string; plan: { name: string } }; labels: string[]; tags: string[] }
interface AuditLog { id: string; actor: string; action: string; created_at: string }
interface Activity { id: string; status: string; created_at: string }
interface Job { id: string; status: string; priority: number; run_at: string }
interface Document { id: string; title: string; body: string }
interface Note { id: string; title: string; body: string }
interface Order { id: string; customerRef: string; user: string; placedAt: string }

export interface DB {
  organization: Organization
  account: Account
  session: Session
  message: Message
  comment: Comment
  invoice: Invoice
  contact: Contact
  audit_log: AuditLog
  activity: Activity
  job: Job
  document: Document
  note: Note
  order: Order
}

export type Db = Kysely<DB>
