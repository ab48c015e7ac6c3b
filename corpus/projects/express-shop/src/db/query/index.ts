export * from './conditions'
export * from './paginate'
export { ofTenant, scoped } from './scope'
