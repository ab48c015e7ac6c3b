export { createCustomersRepository } from './repository'
export { customers } from './routes'
