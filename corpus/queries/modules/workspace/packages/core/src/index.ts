export * from './queries'
export const MAX_ROWS = 100
