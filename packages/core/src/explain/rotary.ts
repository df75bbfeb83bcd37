import type { ActivationName } from '../model/activations'
import type { Cell } from './cell'
import { toldAt } from './embedding'
import { by, type Explainer, step, term } from './working'

/** A turned pair: (a, b) -> (a c - b s, b c + a s), a and b lying half a head apart. */
export const rotary: Explainer = (cell) => {
  const [t, h, i] = cell.at
  const x: ActivationName = cell.subject.row === 'blocks.l.attn.rot_q' ? 'blocks.l.attn.q' : 'blocks.l.attn.k'
  const half = cell.dims.HS / 2
  const { steps, cosine, sine, minusSine } = turnOf(cell, t, i % half)
  const own = cell.activation(x, [t, h, i])
  return i < half
    ? {
        operation: 'rotary',
        terms: [term(own, by(cosine)), term(cell.activation(x, [t, h, i + half]), by(minusSine))],
        steps: [...steps, minusSine],
      }
    : {
        operation: 'rotary',
        terms: [term(own, by(cosine)), term(cell.activation(x, [t, h, i - half]), by(sine))],
        steps,
      }
}

/** The angle by which a pair is turned at a row, and its cosine and sine. */
function turnOf(cell: Cell, t: number, pair: number) {
  const position = toldAt(cell, t)
  const angle = position * cell.trace.config.rotaryBase ** ((-2 * pair) / cell.dims.HS)
  const cosine = step('cosine', Math.cos(angle))
  const sine = step('sine', Math.sin(angle))
  const steps = [step('position', position), step('angle', angle), cosine, sine]
  return { steps, cosine, sine, minusSine: step('minusSine', -sine.value) }
}

/** Forward: a turn. So the gradient is turned back: da = dout_a c + dout_b s, db = dout_b c - dout_a s. */
export const rotaryBackward: Explainer = (cell) => {
  const [t, h, i] = cell.at
  const out: ActivationName = cell.subject.row === 'blocks.l.attn.q' ? 'blocks.l.attn.rot_q' : 'blocks.l.attn.rot_k'
  const half = cell.dims.HS / 2
  const { steps, cosine, sine, minusSine } = turnOf(cell, t, i % half)
  const other = cell.gradient(out, [t, h, (i + half) % (2 * half)])
  return {
    operation: 'rotaryBackward',
    terms: [term(cell.gradient(out, cell.index), by(cosine)), term(other, by(i < half ? sine : minusSine))],
    steps: i < half ? steps : [...steps, minusSine],
  }
}
