import {
  type HeadRole,
  type HeadScore,
  measureHeads,
  type Probes,
  passes,
  standardProbes,
} from '@glassformer/core/heads'
import { intervene } from '@glassformer/core/intervene'
import { loadTextModel } from '@glassformer/core/models/text'
import { Later } from '../../docs/Later'

/** A head to begin with; the one that the lesson follows; and the one that this leans on. */
export const FIRST = { layer: 0, head: 1 } as const
export const READER = { layer: 1, head: 3 } as const
export const NEIGHBOUR = { layer: 0, head: 0 } as const

/** What a head mixes into the stream is nothing: it is cut off. */
const cutOff = ({ layer, head }: { readonly layer: number; readonly head: number }) =>
  intervene([{ tensor: `blocks.${layer}.attn.z`, head, scale: 0 }])

export const withoutReader = cutOff(READER)
export const withoutNeighbour = cutOff(NEIGHBOUR)

export const PROMPTS = [
  'red blue cat seven red blue',
  'Zib kept a lamp. Zib kept a',
  'Anna gave the red ball to Ben. Ben thanked',
  'the cat sat on the mat. the dog sat on the',
] as const

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

interface RoleProps {
  readonly layer: number
  readonly head: number
  readonly role: HeadRole
}

/** What a head does on all probes of a role, measured here, in a sentence. */
export function MeasuredRole({ layer, head, role }: RoleProps) {
  return <Later note="Measuring the head on texts made for it…" work={() => measured({ layer, head, role })} />
}

function* measured({ layer, head, role }: RoleProps) {
  yield
  const model = loadTextModel()
  const probes: Probes = { [role]: standardProbes(model.config)[role] }
  const { scores } = measureHeads(model, probes)
  const score = scores.find((one) => one.layer === layer && one.head === head) as HeadScore
  const { elsewhere } = score
  return (
    <p>
      On random tokens, given twice, <b>{percent(score.score)}</b> of the attention of head {head} in layer {layer} is
      where the role says. A head that reads everything alike would have {percent(score.uniform)} there
      {elsewhere !== undefined && `, and this one has ${percent(elsewhere)} at the same distances in other texts`}.{' '}
      {passes(score) ? 'It earns its name.' : 'That is too little to call it by the name.'}
    </p>
  )
}
