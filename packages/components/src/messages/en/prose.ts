import type { RunKind } from '../../lesson/handle'
import { join, type SaidToken, type Sentence, say } from '../say'

/** A number of a tensor, for its name. */
export interface NamedNumber {
  /** The tensor's name without its layer. */
  readonly tensor: string
  readonly gradient: boolean
  readonly layer: number | null
  readonly head: number | null
  readonly token: SaidToken | null
  /** The token that is read. */
  readonly key: SaidToken | null
  /** The token of the vocabulary. */
  readonly word: SaidToken | null
  /** Its places on the axes that have no other name. */
  readonly index: readonly number[]
}

/** What a number of a tensor is, in a few words. What has none here is called by its name. */
const WHAT: Readonly<Record<string, string>> = {
  embed: 'embedding',
  pos_embed: 'vector of the position',
  resid_pre: 'stream before the block',
  resid_mid: 'stream after attention',
  resid_post: 'stream after the block',
  'attn.q': 'query',
  'attn.k': 'key',
  'attn.v': 'value',
  'attn.rot_q': 'turned query',
  'attn.rot_k': 'turned key',
  'attn.scores': 'score',
  'attn.pattern': 'attention weight',
  'attn.z': 'output of the head',
  attn_out: 'output of attention',
  mlp_out: 'output of the MLP',
  'mlp.post': 'neuron',
  logits: 'logit',
  probs: 'probability',
  loss: 'mean loss',
  losses: 'loss',
}

/** What parts of prose say of themselves. What stands in a sentence has no full stop. */
export const proseMessages = {
  outside: (part: string) =>
    `${part} speaks of the lesson around it, and there is none. Put it inside a Lesson (on sites of islands, in the same island).`,
  nothingAsked: (part: string) => `${part} needs one of these: of, tensor.`,
  nothingBound: (part: string) => `${part} needs one of these: position, keyAt, layer, head, stage, tensor.`,
  /** While the model is on its way. */
  waiting: '…',
  /** In place of a number, why there is none. */
  why: {
    notYet: 'not computed yet',
    noRun: (kind: RunKind) => (kind === 'backward' ? 'no training step' : 'no run'),
    noToken: (text: string) => `no “${text}” in the text`,
    noWord: (text: string) => `no “${text}” in the vocabulary`,
    noTensor: (tensor: string) => `no tensor “${tensor}”`,
    outside: (axis: string, got: number, count: number) => `no ${axis} ${got} among ${count}`,
    needsIndex: (tensor: string, axes: readonly string[]) =>
      `${tensor} has the axes ${axes.join(', ')}: index must say which number`,
    unseen: 'not read',
    notComputed: 'not computed',
    noTarget: 'no next token',
    notDrawn: 'nothing drawn here',
  },
  /** The step that a Moment names is not in this run. */
  noMoment: 'this run has no such step',
  /** What a number is: "attention weight of sat for cat, layer 1, head 2". */
  number: ({ tensor, gradient, layer, head, token, key, word, index }: NamedNumber): Sentence =>
    join(
      [
        say`${gradient && 'gradient of the '}${WHAT[tensor] ?? tensor}${word && say` of ${word}`}${token && (word ? say` after ${token}` : say` of ${token}`)}${key && say` for ${key}`}`,
        index.length > 0 && `number ${index.join(', ')}`,
        layer !== null && `layer ${layer}`,
        head !== null && `head ${head}`,
      ],
      ', ',
    ),
  /** The accessible name of a number that opens, and on hover. */
  opens: ({ shown, exact, what }: { shown: string; exact: string; what: string }) =>
    shown === exact ? `${shown}: ${what}` : `${shown} (${exact}): ${what}`,
}
