// The database that the cases in this folder query: a multi-tenant work tracker with a shop and a billing schema.
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'

export type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>
export type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
// The driver is set up to parse numeric into a number.
export type Numeric = ColumnType<number, number | string, number | string>

export interface OrganizationTable {
  id: Generated<string>
  name: string
  slug: string
  plan: 'free' | 'team' | 'enterprise'
  seats: Generated<number>
  created_at: Timestamp
  deleted_at: NullableTimestamp
}

export interface AppUserTable {
  id: Generated<string>
  email: string
  full_name: string | null
  password_hash: string
  is_admin: Generated<boolean>
  locale: string
  last_seen_at: NullableTimestamp
  created_at: Timestamp
}

export interface MemberTable {
  organization_id: string
  user_id: string
  role: 'owner' | 'admin' | 'member' | 'guest'
  joined_at: Timestamp
}

export interface ProjectTable {
  id: Generated<string>
  organization_id: string
  owner_id: string
  parent_id: string | null
  name: string
  description: string | null
  status: 'planned' | 'active' | 'archived'
  budget: Numeric
  settings: JSONColumnType<{ color: string; features: string[]; limits: { todos: number } }>
  starts_on: NullableTimestamp
  archived_at: NullableTimestamp
  created_at: Timestamp
}

export interface TodoTable {
  id: Generated<number>
  organization_id: string
  project_id: string
  assignee_id: string | null
  parent_id: number | null
  title: string
  body: string | null
  status: 'open' | 'doing' | 'done'
  priority: Generated<number>
  position: number
  estimate: number | null
  tags: ColumnType<string[], string[] | undefined, string[]>
  version: Generated<number>
  due_at: NullableTimestamp
  done_at: NullableTimestamp
  created_at: Timestamp
  updated_at: Timestamp
  deleted_at: NullableTimestamp
}

export interface CommentTable {
  id: Generated<number>
  organization_id: string
  todo_id: number
  author_id: string
  body: string
  created_at: Timestamp
}

export interface LabelTable {
  id: Generated<number>
  organization_id: string
  name: string
  color: string
}

export interface TodoLabelTable {
  todo_id: number
  label_id: number
}

export interface SessionTable {
  id: string
  user_id: string
  token: string
  ip_address: string | null
  expires_at: ColumnType<Date, Date | string, Date | string>
}

export interface AuditLogTable {
  id: GeneratedAlways<number>
  organization_id: string
  actor_id: string | null
  action: string
  payload: JSONColumnType<{ before?: unknown; after?: unknown }> | null
  at: Timestamp
}

export interface CategoryTable {
  id: Generated<number>
  parent_id: number | null
  name: string
}

export interface ProductTable {
  id: Generated<number>
  organization_id: string
  category_id: number
  sku: string
  name: string
  price: Numeric
  stock: number
  attributes: JSONColumnType<{ size: string; colors: string[] }>
}

export interface PurchaseTable {
  id: Generated<number>
  organization_id: string
  customer_id: string
  state: 'cart' | 'paid' | 'shipped' | 'refunded'
  total: Numeric
  placed_at: Timestamp
}

export interface PurchaseItemTable {
  purchase_id: number
  product_id: number
  quantity: number
  unit_price: Numeric
}

export interface EventTable {
  id: Generated<number>
  organization_id: string
  kind: string
  data: JSONColumnType<{ source: string; items: { sku: string }[] }>
  occurred_at: Timestamp
}

export interface SettingTable {
  key: string
  value: string
  updated_at: Timestamp
}

export interface JobTable {
  id: Generated<number>
  queue: string
  payload: string
  attempts: Generated<number>
  locked_at: NullableTimestamp
  run_at: Timestamp
}

export interface InvoiceTable {
  id: Generated<number>
  organization_id: string
  number: string
  total: Numeric
  paid_at: NullableTimestamp
  issued_at: Timestamp
}

export interface InvoiceLineTable {
  invoice_id: number
  position: number
  text: string
  amount: Numeric
}

export interface SubscriptionTable {
  id: Generated<number>
  organization_id: string
  plan: string
  renews_at: NullableTimestamp
}

export interface DB {
  organization: OrganizationTable
  app_user: AppUserTable
  member: MemberTable
  project: ProjectTable
  todo: TodoTable
  comment: CommentTable
  label: LabelTable
  todo_label: TodoLabelTable
  session: SessionTable
  audit_log: AuditLogTable
  category: CategoryTable
  product: ProductTable
  purchase: PurchaseTable
  purchase_item: PurchaseItemTable
  event: EventTable
  setting: SettingTable
  job: JobTable
  'billing.invoice': InvoiceTable
  'billing.invoice_line': InvoiceLineTable
  'billing.subscription': SubscriptionTable
}
