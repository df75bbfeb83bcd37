export { DEFAULT_BAR, measureHeads, passes } from './measure'
export { type StandardProbesOptions, standardProbes } from './standardProbes'
export { type ProbePart, textProbe } from './textProbe'
export {
  type Bar,
  HEAD_ROLES,
  type HeadReport,
  type HeadRole,
  type HeadScore,
  type Mark,
  type Probe,
  type Probes,
} from './types'
