import type { Operation, StepName } from '@glassformer/core/explain'
import { type Sentence, say } from '../say'
import { NAMES, type NamedCell, SHORT } from './inspectorNames'

/**
 * Formulas, in the notation of `inspector/math`; by operation, or by row where an operation stands for several. `\\d{x}` is the
 * gradient of the loss by x.
 */
const FORMULAS: Readonly<Record<string, string>> = {
  embed: String.raw`e_i = \weights{W^E_{t,i}}`,
  pos_embed: String.raw`p_i = \weights{W^{pos}_{t,i}}`,
  'blocks.l.attn.q': String.raw`q_i = \sum_j n_j \weights{W^Q_{j,i}} + \weights{b^Q_i}`,
  'blocks.l.attn.k': String.raw`\keys{k_i} = \sum_j n_j \weights{W^K_{j,i}} + \weights{b^K_i}`,
  'blocks.l.attn.v': String.raw`\values{v_i} = \sum_j n_j \weights{W^V_{j,i}} + \weights{b^V_i}`,
  'blocks.l.attn_out': String.raw`o_i = \sum_j z_j \weights{W^O_{j,i}} + \weights{b^O_i}`,
  'blocks.l.mlp.pre': String.raw`h_j = \sum_i n_i \weights{W^{in}_{i,j}} + \weights{b^{in}_j}`,
  'blocks.l.mlp.pre_linear': String.raw`u_j = \sum_i n_i \weights{W^{in}_{i,j}} + \weights{b^{in}_j}`,
  'blocks.l.mlp_out': String.raw`m_i = \sum_j g_j \weights{W^{out}_{j,i}} + \weights{b^{out}_i}`,
  logits: String.raw`\ell_w = \sum_i n_i \weights{W^U_{i,w}}`,
  'blocks.l.resid_pre': 'x_i = e_i + p_i',
  'blocks.l.resid_mid': 'x^{mid}_i = x_i + o_i',
  'blocks.l.resid_post': 'x^{post}_i = x^{mid}_i + m_i',
  'blocks.l.attn.rot_q': String.raw`r_i = q_i \cos\theta \mp q_{i \pm d/2} \sin\theta`,
  'blocks.l.attn.rot_k': String.raw`\keys{r_i} = \keys{k_i} \cos\theta \mp \keys{k_{i \pm d/2}} \sin\theta`,
  layernorm: String.raw`n_i = \frac{x_i - \mu}{\sigma} \weights{w_i} + \weights{b_i}`,
  rmsnorm: String.raw`n_i = \frac{x_i}{\sigma} \weights{w_i}`,
  scores: String.raw`\reads{s} = \frac{1}{\sqrt{d}} \sum_i q_i \keys{k_i}`,
  'blocks.l.attn.pattern': String.raw`\reads{a_k} = \frac{e^{\reads{s_k} - m}}{\sum_j e^{\reads{s_j} - m}}`,
  probs: String.raw`p_w = \frac{e^{\ell_w - m}}{\sum_j e^{\ell_j - m}}`,
  weightedValues: String.raw`z_i = \sum_k \reads{a_k} \values{v_{k,i}}`,
  gelu_tanh: String.raw`g = h \frac{1 + \tanh u}{2}`,
  gelu_erf: String.raw`g = h \frac{1 + \erf u}{2}`,
  relu: String.raw`g = \max(0, h)`,
  swiglu: String.raw`g = h \frac{1}{1 + e^{-h}} u`,
  sinusoid: String.raw`p_i = \sin\frac{t}{10000^{2i/d}}`,
  copy: 'x_i = y_i',
  crossEntropy: String.raw`\loss{L} = \ln \sum_j e^{\ell_j - m} + m - \ell_w`,
  mean: String.raw`\loss{L} = \frac{1}{n} \sum_t \loss{L_t}`,
  crossEntropyBackward: String.raw`\d{\ell_w} = \frac{p_w - 1_{w = y}}{n}`,
  logLossBackward: String.raw`\d{p_w} = -\frac{1}{n p_w}`,
  copyBackward: String.raw`\d{x} = \d{y}`,
  addBackward: String.raw`\d{x} = \d{y} + \d{z}`,
  layernormBackward: String.raw`\d{x_i} = \d{y_i} + \sum_j \d{n_j} \frac{\partial n_j}{\partial x_i}`,
  rmsnormBackward: String.raw`\d{x_i} = \d{y_i} + \sum_j \d{n_j} \frac{\partial n_j}{\partial x_i}`,
  linearBackward: String.raw`\d{x_i} = \sum_j \d{y_j} \weights{W_{i,j}}`,
  rotaryBackward: String.raw`\d{q_i} = \d{r_i} \cos\theta \pm \d{r_j} \sin\theta`,
  scoresBackward: String.raw`\d{q_i} = \frac{1}{\sqrt{d}} \sum_k \d{s_k} \keys{k_{k,i}}`,
  softmaxBackward: String.raw`\d{s_k} = \sum_j \d{a_j} \frac{\partial a_j}{\partial s_k}`,
  weightedValuesBackward: String.raw`\d{a_k} = \sum_i \d{z_i} \values{v_{k,i}}`,
  activationBackward: String.raw`\d{h} = \d{g} \frac{\partial g}{\partial h}`,
  weightBackward: String.raw`\d{W_{i,j}} = \sum_t x_{t,i} \d{y_{t,j}}`,
  biasBackward: String.raw`\d{b_j} = \sum_t \d{y_{t,j}}`,
  normWeightBackward: String.raw`\d{w_i} = \sum_t n_{t,i} \d{y_{t,i}}`,
  lookupBackward: String.raw`\d{W_{w,i}} = \sum_t \d{e_{t,i}}`,
}

/** What was not computed from terms has no formula. */
const LEAVES: readonly Operation[] = [
  'parameter',
  'causalMask',
  'windowMask',
  'evicted',
  'intervened',
  'quantised',
  'held',
  'shared',
]

/** What was done, in a sentence, where a formula alone would not say it. */
const OPERATIONS: Partial<Readonly<Record<Operation, string>>> = {
  parameter: 'A weight of the model: training made it, and nothing in this run did.',
  lookup: 'Looked up in a table: nothing is computed.',
  copy: 'The same number, handed on.',
  causalMask: 'The key comes later than the query: masked, and not computed.',
  windowMask: 'The key is outside of the window: masked, and not computed.',
  evicted: 'The cache no longer holds this key.',
  intervened: 'Changed in the middle of the run by an intervention.',
  quantised: 'As the quantised cache gives it back.',
  held: 'As the cache’s own policy holds it.',
  shared: 'Taken over from another request’s cache.',
}

const STEPS: Readonly<Record<StepName, string>> = {
  mean: 'mean',
  variance: 'variance',
  meanSquare: 'mean square',
  deviation: 'deviation',
  centred: 'centred',
  standardised: 'standardised',
  reciprocal: '1/deviation',
  dot: 'dot product',
  scale: 'scale',
  max: 'largest',
  exponential: 'exponential',
  sum: 'sum',
  logarithm: 'logarithm',
  position: 'position',
  angle: 'angle',
  cosine: 'cosine',
  sine: 'sine',
  minusSine: 'minus sine',
  inner: 'inner',
  tanh: 'tanh',
  erf: 'erf',
  share: 'share that passes',
  logistic: 'gate',
  silu: 'gated',
  slope: 'slope',
  least: 'least',
  most: 'most',
  offset: 'offset',
  code: 'code',
  computed: 'computed',
  factor: 'factor',
  set: 'set',
  taken: 'taken',
  recomputed: 'computed anew',
  count: 'positions',
  weight: 'share of each',
  minusWeight: 'minus the share',
  minusOne: 'minus one',
  inverse: 'one over it',
  derivative: 'derivative',
}

export const inspectorMessages = {
  title: 'Inspector',
  /** What a number is, in words. */
  name: (cell: NamedCell): Sentence => {
    const [a = 0, b = 0, c = 0] = cell.index
    const what = NAMES[cell.row]?.({ ...cell, a, b, c }) ?? `${cell.row}[${cell.index.join(', ')}]`
    if (cell.gradient) return say`gradient of the loss by the ${what}`
    return cell.stored ? say`${what}, as the cache holds it` : what
  },
  short: ({ row, gradient }: Pick<NamedCell, 'row' | 'gradient'>) => {
    const what = SHORT[row] ?? row.split('.').at(-1) ?? row
    return gradient ? `∂ ${what}` : what
  },
  /** `null` where there is none. */
  formula: ({ row, gradient }: Pick<NamedCell, 'row' | 'gradient'>, operation: Operation): string | null =>
    LEAVES.includes(operation) ? null : ((gradient ? null : FORMULAS[row]) ?? FORMULAS[operation] ?? null),
  operations: OPERATIONS as Readonly<Record<string, string>>,
  steps: STEPS as Readonly<Record<string, string>>,
  close: 'Close',
  back: 'Back',
  forward: 'Forward',
  path: 'The way here',
  others: ({ count }: { count: number }) => `and ${count} others`,
  fewer: 'fewer',
  missing: 'not recorded',
  scaled: (power: string) => `× ${power}`,
  rounded: 'Not the nearest last digit, so that the sum holds in the digits shown',
  roundedNote: '* last digit rounded the other way, so that the sum holds as it is read',
  terms: 'Terms',
  head: (head: number) => `head ${head}`,
  incomplete:
    'Some of what it was made of is not here: it was not recorded, or the trace knows no model. So nothing is added up.',
  product: 'product',
  strip: 'The terms as cells, a row for each factor. Arrow keys move, Enter opens the number.',
  stripCell: ({ what, at, value }: { what: string; at: number; value: string }) => `${what}: ${value} (term ${at})`,
  noTerm: 'no term',
  play: {
    label: 'How the terms run together',
    apart: 'apart',
    pair: 'pair',
    multiply: 'multiply',
    add: 'add',
    again: 'again',
  },
  table: {
    label: 'All terms, exactly',
    caption: (what: string) => `${what}: the numbers between, and the terms in the order in which they are added`,
    term: 'term',
    factors: 'factors',
    value: 'value',
    sum: 'the number',
    ofMany: (count: number) => `of ${count} numbers`,
  },
}
