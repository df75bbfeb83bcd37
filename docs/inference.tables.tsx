import { FAULTS, type GenerateOptions, type GenerationTrace, generate, runForward, sample } from '@glassformer/core'
import {
  attentionSinks,
  cacheActivity,
  heavyHitters,
  paged,
  prefixCache,
  quantised,
  slidingWindow,
} from '@glassformer/core/cache'
import { type Intervention, intervene } from '@glassformer/core/intervene'
import { DEFAULT_PROMPT, loadTextModel } from '@glassformer/core/models/text'
import { traceBytes } from '@glassformer/core/trace'
import { digits, percent, whole } from './format'
import { Later } from './Later'
import { type Row, Table } from './Table'

const STORY =
  'Once there was a happy girl called Anna. She had a dog and a red ball. One day the dog ran to the forest. It was late and the moon was in the sky. The wind was cold, but the house was warm. A cat sat on the mat and looked at the rain. The girl looked for the dog in the forest.'
const NEW_TOKENS = 10

/** What a run added to its prompt, in a cell that stays wide enough to be read. */
const added = ({ tokens, promptLength }: GenerationTrace) => (
  <span style={{ display: 'inline-block', minWidth: '12rem', font: 'inherit' }}>
    {tokens
      .slice(promptLength)
      .map(({ text }) => text)
      .join('')
      .trim()}
  </span>
)

const POLICIES: Readonly<Record<string, () => NonNullable<GenerateOptions['cache']>>> = {
  "'none'": () => 'none',
  "'full'": () => 'full',
  'paged({ blockSize: 16 })': () => paged({ blockSize: 16 }),
  'quantised({ bits: 8 })': () => quantised({ bits: 8 }),
  'quantised({ bits: 4 })': () => quantised({ bits: 4 }),
  'heavyHitters({ recent: 16, heavy: 16 })': () => heavyHitters({ recent: 16, heavy: 16 }),
  'attentionSinks({ sinks: 4, window: 28 })': () => attentionSinks({ sinks: 4, window: 28 }),
  'slidingWindow({ window: 32 })': () => slidingWindow({ window: 32 }),
}

/** Every policy on the same story: what it holds at the end, and what that does to the logits. */
export function PolicyTable() {
  return <Later note="Running the story under every policy…" work={policies} />
}

function* policies() {
  const rows = []
  for (const [name, make] of Object.entries(POLICIES)) {
    const trace = generate(loadTextModel(), STORY, {
      maxNewTokens: NEW_TOKENS,
      cache: make(),
      compare: true,
      select: ['logits'],
    })
    const last = trace.steps.length - 1
    const held = cacheActivity(trace, last).layers.map((layer) =>
      layer.held.reduce((sum, [from, to]) => sum + to - from, 0),
    )
    rows.push({
      id: name,
      cells: [
        <code key="policy">{name}</code>,
        whole(trace.steps[last]?.counts.bytes.cacheSize as number),
        whole(Math.max(...held)),
        digits(Math.max(...trace.steps.map(({ other }) => other?.maxLogitDifference as number))),
        added(trace),
      ],
    })
    yield
  }
  return (
    <Table
      head={['cache', 'bytes at the end', 'positions in a layer', 'largest difference of logits', 'the story goes on']}
      rows={rows}
    />
  )
}

/** How long the story is, in tokens. */
export function StoryLength() {
  return <>{loadTextModel().tokenizer?.encode(STORY).length}</>
}

const REQUESTS: Readonly<Record<string, string>> = {
  'the story': '',
  'with a question': ' Where is the dog?',
  'with another one': ' What colour is the ball?',
}

/** Three prompts that begin alike, one after the other, with one prefix cache. */
export function PrefixTable() {
  return <Later note="Sending three requests…" work={requests} />
}

function* requests() {
  const cache = prefixCache({ blockSize: 8, capacity: 32 })
  const rows = []
  for (const [name, question] of Object.entries(REQUESTS)) {
    const trace = generate(loadTextModel(), STORY + question, { maxNewTokens: 4, cache, compare: true, select: [] })
    const [prefill] = trace.steps
    const prefix = prefill?.cache?.prefix
    rows.push({
      id: name,
      cells: [
        name,
        trace.promptLength,
        prefix?.hits,
        prefix?.misses,
        trace.promptLength - (prefill?.from as number),
        `${whole(prefill?.counts.totalMacs as number)} of ${whole(prefill?.other?.counts.totalMacs as number)}`,
      ],
    })
    yield
  }
  return (
    <Table
      head={['prompt', 'tokens', 'blocks hit', 'blocks missed', 'positions computed', 'multiply-adds of the prefill']}
      rows={rows}
    />
  )
}

const OPEN = 'Once there was a'
const SHOWN = 9

/** One draw: what each step of the sampler leaves of the likeliest tokens. */
export function SamplingTable() {
  const model = loadTextModel()
  const trace = generate(model, OPEN, {
    maxNewTokens: 1,
    sampler: sample({ temperature: 0.8, topK: 8, topP: 0.9, minP: 0.05, seed: 1 }),
    topCandidates: SHOWN,
  })
  const step = trace.steps[0]
  const draw = step?.sampling
  if (!draw) return null
  return (
    <Table
      head={['token', 'logit', 'scaled', 'filtered', 'drawn with']}
      rows={(step?.candidates ?? []).map(({ id, text, logit }) => ({
        id: text,
        cells: [
          <code key="token">
            {text}
            {id === step?.sampled.id && ' ←'}
          </code>,
          digits(logit),
          digits(draw.scaled[id] as number),
          draw.removedBy[id] ? '−∞' : digits(draw.filtered[id] as number),
          draw.removedBy[id] ? '–' : percent(draw.probs[id] as number),
        ],
      }))}
    />
  )
}

/** Each fault: the same tokens with and without it, and how the text goes on by itself. */
export function FaultTable() {
  return <Later note="Making mistakes…" work={faults} />
}

function* faults() {
  const model = loadTextModel()
  const options = { maxNewTokens: 10 } as const
  const right = generate(model, DEFAULT_PROMPT, options)
  const ids = right.tokens.slice(right.promptLength).map(({ id }) => id)
  const rows: Row[] = [{ id: 'none', cells: ['none', digits(0), added(right)] }]
  for (const fault of FAULTS) {
    const same = generate(model, DEFAULT_PROMPT, {
      ...options,
      fault,
      sampler: { pick: (_, step) => ids[step] as number },
    })
    const [a, b] = [right, same].map((trace) => trace.tensor('logits').data) as [Float32Array, Float32Array]
    let largest = 0
    for (let i = (right.promptLength - 1) * model.config.dVocab; i < a.length; i++)
      largest = Math.max(largest, Math.abs((a[i] as number) - (b[i] as number)))
    rows.push({
      id: fault,
      cells: [
        <code key="fault">{fault}</code>,
        digits(largest),
        added(generate(model, DEFAULT_PROMPT, { ...options, fault })),
      ],
    })
    yield
  }
  return <Table head={['fault', 'largest difference of logits', 'the text goes on']} rows={rows} />
}

/** The probability of a word after the default prompt, with these interventions. */
function probability(word: string, list: readonly Intervention[], prompt = DEFAULT_PROMPT): number {
  const model = loadTextModel()
  const trace = runForward(model, prompt, { select: ['probs'], interventions: intervene(list) })
  const id = model.tokenizer?.encode(word)[0] as number
  return trace.tensor('probs').data[(trace.tokens.length - 1) * model.config.dVocab + id] as number
}

/** Every head taken out, one at a time. */
export function AblationTable() {
  const { nLayers, nHeads } = loadTextModel().config
  const heads = Array.from({ length: nHeads }, (_, head) => head)
  return (
    <Table
      head={['without', ...heads.map((head) => `head ${head}`)]}
      rows={Array.from({ length: nLayers }, (_, layer) => ({
        id: `${layer}`,
        cells: [
          `layer ${layer}`,
          ...heads.map((head) => percent(probability(' Anna', [{ tensor: `blocks.${layer}.attn.z`, head, scale: 0 }]))),
        ],
      }))}
    />
  )
}

const OTHER_PROMPT = DEFAULT_PROMPT.replace('Anna', 'Clara')

/** The stream of one run put into another, layer by layer, at the last position. */
export function PatchTable() {
  const model = loadTextModel()
  const from = runForward(model, OTHER_PROMPT)
  const last = from.tokens.length - 1
  const patches = Array.from({ length: model.config.nLayers }, (_, layer) => `blocks.${layer}.resid_post`)
  const row = (id: string, list: readonly Intervention[]) => ({
    id,
    cells: [id, percent(probability(' Anna', list)), percent(probability(' Clara', list))],
  })
  return (
    <Table
      head={['patched at the last position', 'Anna', 'Clara']}
      rows={[row('nothing', []), ...patches.map((tensor) => row(tensor, [{ tensor, positions: [last], from }]))]}
    />
  )
}

/** Bytes of a trace before it is taken. */
export function TraceTable() {
  const { config } = loadTextModel()
  const kept: Readonly<Record<string, readonly string[] | undefined>> = {
    everything: undefined,
    "['blocks.*.attn.pattern']": ['blocks.*.attn.pattern'],
    "['blocks.*.resid_post', 'logits']": ['blocks.*.resid_post', 'logits'],
  }
  const lengths = [config.nCtx / 2, config.nCtx]
  return (
    <Table
      head={['select', ...lengths.map((positions) => `bytes, ${positions} positions`)]}
      rows={Object.entries(kept).map(([name, select]) => ({
        id: name,
        cells: [name, ...lengths.map((positions) => whole(traceBytes(config, { positions, select })))],
      }))}
    />
  )
}
