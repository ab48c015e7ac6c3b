import type { ColumnType, Generated, Insertable, Selectable, Updateable } from 'kysely'

type CreatedAt = ColumnType<Date, never, never>
type UpdatedAt = ColumnType<Date, Date | undefined, Date>

interface Timestamps {
  created_at: CreatedAt
  updated_at: UpdatedAt
}

interface TenantOwned extends Timestamps {
  id: Generated<number>
  tenant_id: ColumnType<number, number, never>
}

export interface TenantsTable extends Timestamps {
  id: Generated<number>
  slug: string
  name: string
}

export interface SettingsTable extends Timestamps {
  tenant_id: ColumnType<number, number, never>
  currency: Generated<string>
  next_order_number: Generated<number>
  mail_from: string
}

export interface CurrenciesTable {
  code: string
  digits: Generated<number>
}

export interface StaffTable extends TenantOwned {
  email: string
  password_hash: string
}

export interface StaffSessionsTable {
  token_hash: string
  staff_id: number
  expires_at: Date
  created_at: CreatedAt
}

export interface ProductsTable extends TenantOwned {
  sku: string
  name: string
  description: string | null
  price_cents: number
  stock: Generated<number>
  archived_at: Date | null
}

export interface TaxRatesTable {
  id: Generated<number>
  tenant_id: number | null
  country: string
  percent: string
  valid_from: Date
}

export interface DiscountCodesTable extends TenantOwned {
  code: string
  percent: number
  uses_left: Generated<number>
}

export interface CustomersTable extends TenantOwned {
  email: string
  name: string
}

export interface CartsTable extends TenantOwned {
  token: string
  expires_at: Date
}

export interface CartItemsTable {
  cart_id: number
  product_id: number
  quantity: number
}

export type OrderStatus = 'placed' | 'paid' | 'shipped' | 'cancelled'

export interface OrdersTable extends TenantOwned {
  customer_id: number
  number: number
  status: Generated<OrderStatus>
  total_cents: Generated<number>
  shipped_at: Date | null
}

export interface OrderItemsTable {
  order_id: number
  product_id: number
  quantity: number
  price_cents: number
}

export interface PaymentsTable extends TenantOwned {
  order_id: number
  provider_ref: string
  amount_cents: number
  status: Generated<'pending' | 'succeeded' | 'failed'>
}

export interface OutboxTable {
  id: Generated<string>
  tenant_id: number
  topic: string
  payload: ColumnType<Record<string, unknown>, string, never>
  sent_at: Date | null
  created_at: CreatedAt
}

export interface WorkerStateTable {
  id: Generated<boolean>
  last_run_at: Date
}

export interface Database {
  tenants: TenantsTable
  settings: SettingsTable
  currencies: CurrenciesTable
  staff: StaffTable
  staff_sessions: StaffSessionsTable
  products: ProductsTable
  tax_rates: TaxRatesTable
  discount_codes: DiscountCodesTable
  customers: CustomersTable
  carts: CartsTable
  cart_items: CartItemsTable
  orders: OrdersTable
  order_items: OrderItemsTable
  payments: PaymentsTable
  outbox: OutboxTable
  worker_state: WorkerStateTable
}

export type Order = Selectable<OrdersTable>
export type NewProduct = Insertable<ProductsTable>
export type ProductUpdate = Updateable<ProductsTable>
