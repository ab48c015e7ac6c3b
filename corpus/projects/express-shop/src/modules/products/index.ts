export * from './queries'
export { products } from './routes'
