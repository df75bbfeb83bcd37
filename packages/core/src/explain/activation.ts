import type { ModelConfig } from '../model/config'
import { erf } from '../ops/erf'
import type { Source, Step } from './types'
import { by, type Explainer, step, term } from './working'

const ROOT = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

/** post = pre times the share of it that passes; SwiGLU: times the other half, too. */
export const activation: Explainer = (cell) => {
  const { activation } = cell.trace.config
  const pre = cell.activation('blocks.l.mlp.pre', cell.index)
  const other = activation === 'swiglu' ? [cell.activation('blocks.l.mlp.pre_linear', cell.index)] : []
  const steps = passing(activation, pre)
  const passed = term(pre, by(steps.at(-1) as Step), ...other)
  // The share is 1 / (1 + exp of a number), and off by as much as that number.
  const inner = Math.abs(steps.length > 1 ? (steps[0] as Step).value : pre.value)
  return {
    operation: activation,
    terms: [passed],
    steps: other.length ? [...steps, silu(pre, steps)] : steps,
    size: Math.abs(passed.value) * (1 + 4 * inner),
  }
}

/** Forward: post = x s(x), or x s(x) * other. So dx = dpost * (s + x s'), or that * other: `slope` is s + x s'. */
export const activationBackward: Explainer = (cell) => {
  const { activation } = cell.trace.config
  const pre = cell.activation('blocks.l.mlp.pre', cell.index)
  const other = activation === 'swiglu' ? [cell.activation('blocks.l.mlp.pre_linear', cell.index)] : []
  const steps = passing(activation, pre)
  const slope = step('slope', slopeOf(activation, pre.value, (steps.at(-1) as Step).value), pre)
  const dpost = cell.gradient('blocks.l.mlp.post', cell.index)
  return {
    operation: 'activationBackward',
    terms: [term(dpost, by(slope), ...other)],
    steps: [...steps, slope],
    // Where s and x s' take each other off, the slope is rounded as they are.
    size: Math.abs(other.reduce((size, { value }) => size * value, dpost.value)) * (1 + Math.abs(slope.value)),
  }
}

/** Forward: post = silu(gate) * x. So dx = dpost * silu(gate). */
export const gatedBackward: Explainer = (cell) => {
  const gate = cell.activation('blocks.l.mlp.pre', cell.index)
  const steps = passing('swiglu', gate)
  const passed = silu(gate, steps)
  return {
    operation: 'activationBackward',
    terms: [term(cell.gradient('blocks.l.mlp.post', cell.index), by(passed))],
    steps: [...steps, passed],
  }
}

/** The half of a gated MLP that was let through: the other half is multiplied by it. */
function silu(gate: Source, steps: readonly Step[]): Step {
  return step('silu', gate.value * (steps.at(-1) as Step).value, gate)
}

/** What comes between x and the share of it that passes, the share being the last. */
function passing(activation: ModelConfig['activation'], x: Source): readonly Step[] {
  const { value } = x
  switch (activation) {
    case 'gelu_tanh': {
      const inner = ROOT * (value + CUBIC * value ** 3)
      // (1 + tanh) / 2, without the digits that 1 + tanh loses where tanh is near -1.
      const share = 1 / (1 + Math.exp(-2 * inner))
      return [step('inner', inner, x), step('tanh', Math.tanh(inner)), step('share', share)]
    }
    case 'gelu_erf': {
      const inner = value * Math.SQRT1_2
      return [step('inner', inner, x), step('erf', erf(inner)), step('share', (1 + erf(inner)) / 2)]
    }
    case 'relu':
      return [step('share', Number.isNaN(value) ? value : Number(value > 0), x)]
    case 'swiglu':
      return [step('logistic', 1 / (1 + Math.exp(-value)), x)]
  }
}

/** s + x s', s being the share. */
function slopeOf(activation: ModelConfig['activation'], x: number, share: number): number {
  switch (activation) {
    case 'gelu_tanh':
      return share + x * share * (1 - share) * 2 * ROOT * (1 + 3 * CUBIC * x * x)
    case 'gelu_erf':
      return share + x * 0.5 * ROOT * Math.exp((-x * x) / 2)
    case 'relu':
      return share
    case 'swiglu':
      return share * (1 + x * (1 - share))
  }
}
