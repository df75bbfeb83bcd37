export { Value, type ValueProps } from './Value'
