export * from './queries'
export * from './service'
export { orders } from './routes'
