export { ProbabilityTrail, type ProbabilityTrailProps } from './ProbabilityTrail'
export type { TrailView } from './view'
