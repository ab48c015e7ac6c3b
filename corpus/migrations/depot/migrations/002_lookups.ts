import { lookups } from '../helpers'

export const { up, down } = lookups({ name: 'colour', codes: 8 }, { name: 'carrier', codes: 20 })
