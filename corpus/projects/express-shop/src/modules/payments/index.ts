export * from './queries'
export { paymentsWebhook } from './webhook'
