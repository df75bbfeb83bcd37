export { explain } from './explain'
export {
  type Between,
  type ExplainOptions,
  type Explanation,
  type Factor,
  OPERATIONS,
  type Operation,
  type Source,
  STEPS,
  type Step,
  type StepName,
  type Term,
} from './types'
