import type { Generated, Selectable } from 'kysely'

export interface CustomerTable {
  id: Generated<number>
  tenant_id: string
  email: string
  name: string
  deleted_at: Date | null
}

export interface OrderTable {
  id: Generated<number>
  tenant_id: string
  customer_id: number
  status: 'new' | 'paid' | 'sent'
  total: number
  created_at: Generated<Date>
}

export interface OrderLineTable {
  order_id: number
  article: string
  quantity: number
}

export interface DB {
  customer: CustomerTable
  orders: OrderTable
  order_line: OrderLineTable
}

export type Customer = Selectable<CustomerTable>
