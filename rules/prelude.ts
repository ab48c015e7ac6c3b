// What the examples of the rules stand on: one database, and names that a request would have at hand.
// Read together with each example; kysely-codegen would write the types like this.
import { expressionBuilder, sql, type ColumnType, type ExpressionBuilder, type Insertable, type Kysely, type SelectQueryBuilder, type Transaction } from 'kysely'

type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
type Timestamp = ColumnType<Date, Date | string, Date | string>

interface Organization {
  id: Generated<string>
  name: string
  slug: string
}

interface User {
  id: Generated<string>
  name: string
  email: string
  password_hash: string | null
}

interface Session {
  id: Generated<string>
  token: string
  user_id: string
  active_organization_id: string | null
  expires_at: Timestamp
}

interface Member {
  id: Generated<string>
  organization_id: string
  user_id: string
  role: Generated<string>
}

interface Invitation {
  id: Generated<string>
  organization_id: string
  email: string
  token: string
}

interface Project {
  id: Generated<string>
  organization_id: string
  key: Generated<string>
  name: string
  owner_id: string | null
  settings: Generated<string>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

interface Todo {
  id: Generated<string>
  organization_id: string
  project_id: string | null
  parent_id: string | null
  assignee_id: string | null
  title: string
  status: Generated<'open' | 'done'>
  tags: Generated<string[]>
  position: Generated<number>
  due_at: Timestamp | null
  deleted_at: Timestamp | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

interface Comment {
  id: Generated<string>
  organization_id: string
  todo_id: string
  author_id: string | null
  body: string
  created_at: Generated<Timestamp>
}

interface Label {
  id: Generated<string>
  organization_id: string | null
  name: string
}

interface TodoLabel {
  todo_id: string
  label_id: string
}

interface Invoice {
  id: Generated<string>
  organization_id: string
  number: string
  status: Generated<'open' | 'paid'>
  total: number
  created_at: Generated<Timestamp>
}

interface Country {
  code: string
  name: string
}

interface DB {
  comment: Comment
  country: Country
  invitation: Invitation
  invoice: Invoice
  label: Label
  member: Member
  organization: Organization
  project: Project
  session: Session
  todo: Todo
  todo_label: TodoLabel
  user: User
}

declare const db: Kysely<DB>
declare const organizationId: string
declare const userId: string
declare const projectId: string
declare const todoId: string
declare const commentId: string
declare const invoiceId: string
declare const sessionId: string
declare const id: string
declare const name: string
declare const email: string
declare const token: string
