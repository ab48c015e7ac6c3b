export { reports } from './routes'
