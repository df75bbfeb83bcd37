export { intervene } from './intervene'
export type { Intervention } from './types'
