export { cart } from './routes'
