// Conditions for callers, of which nothing here names the library.
import type { Builds } from '../db/filters'

export function anything(eb: Builds) {
  return eb.and([])
}

export const withEmail = (eb: Builds) => eb('email', '!=', '')
