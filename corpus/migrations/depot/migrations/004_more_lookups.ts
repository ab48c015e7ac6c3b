import { lookups } from '../helpers'

const made = lookups({ name: 'damage', codes: 4 })

export const up = made.up
export const down = made.down
