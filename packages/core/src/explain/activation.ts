import type { ModelConfig } from '../model/config'
import { erf } from '../ops/erf'
import type { Step } from './types'
import { by, type Explainer, step, term } from './working'

const ROOT = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

/** post = pre times the share of it that passes; SwiGLU: times the other half, too. */
export const activation: Explainer = (cell) => {
  const { activation } = cell.trace.config
  const pre = cell.activation('blocks.l.mlp.pre', cell.index)
  const other = activation === 'swiglu' ? [cell.activation('blocks.l.mlp.pre_linear', cell.index)] : []
  const steps = passing(activation, pre.value)
  return { operation: activation, terms: [term(pre, by(steps.at(-1) as Step), ...other)], steps }
}

/** What comes between x and the share of it that passes, the share being the last. */
export function passing(activation: ModelConfig['activation'], x: number): readonly Step[] {
  switch (activation) {
    case 'gelu_tanh': {
      const inner = ROOT * (x + CUBIC * x ** 3)
      return [step('inner', inner), step('tanh', Math.tanh(inner)), step('share', (1 + Math.tanh(inner)) / 2)]
    }
    case 'gelu_erf': {
      const inner = x * Math.SQRT1_2
      return [step('inner', inner), step('erf', erf(inner)), step('share', (1 + erf(inner)) / 2)]
    }
    case 'relu':
      return [step('share', x > 0 ? 1 : 0)]
    case 'swiglu':
      return [step('logistic', 1 / (1 + Math.exp(-x)))]
  }
}
