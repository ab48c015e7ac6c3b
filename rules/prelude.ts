// The names that the examples of every page use. An example is type-checked, and judged, as a module that imports them.
import { Kysely, sql, type Generated, type KyselyConfig, type PostgresPool } from 'kysely'

export { Kysely, sql }

type Timestamp = Generated<Date>

interface Organization { id: Generated<string>; name: string; slug: string; created_at: Timestamp }
interface Member { id: Generated<string>; organization_id: string; user_id: string; role: string; created_at: Timestamp }
interface Todo {
  id: Generated<string>
  organization_id: string
  project_id: string
  assignee_id: string | null
  title: string
  status: 'open' | 'done'
  due_at: Date | null
  created_at: Timestamp
  deleted_at: Date | null
}
interface Project {
  id: Generated<string>
  organization_id: string
  owner_id: string | null
  name: string
  created_at: Timestamp
  updated_at: Timestamp
}
interface Comment { id: Generated<string>; organization_id: string; todo_id: string; body: string; created_at: Timestamp }
interface Label { id: Generated<string>; organization_id: string | null; name: string }
interface Invitation { id: Generated<string>; organization_id: string; email: string; token: string; role: string | null }
interface User { id: Generated<string>; email: string; name: string; created_at: Timestamp }
interface Session { id: Generated<string>; user_id: string; token: string; expires_at: Date }
interface Country { code: string; name: string }
interface Invoice { id: Generated<string>; organization_id: string; total: number; status: 'open' | 'paid'; created_at: Timestamp }

export interface DB {
  organization: Organization
  member: Member
  todo: Todo
  project: Project
  comment: Comment
  label: Label
  invitation: Invitation
  user: User
  session: Session
  country: Country
  invoice: Invoice
}

declare const config: KyselyConfig

export const db = new Kysely<DB>(config)
export declare const organizationId: string
export declare const userId: string
export declare const projectId: string
export declare const todoId: string
export declare const invoiceId: string
export declare const name: string
export declare const email: string
export declare const token: string
export declare const now: Date

// Of the package pg, as far as examples use it.
export declare const Pool: new (config: object) => PostgresPool
