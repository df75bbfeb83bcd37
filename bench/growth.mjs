/** How cost grows: decoding against the positions in the cache, its largest pause, and a prefill's attention against the rest. */
import { pathToFileURL } from 'node:url'
import { withBundle } from './bundle.mjs'
import { figure, median, table, verdict } from './rounds.mjs'

const POSITIONS = 2048
const CONFIG = { nLayers: 4, nHeads: 4, dModel: 64, nCtx: POSITIONS, dVocab: 512 }
const LENGTHS = [256, 512, 1024, 2048]
const ROUNDS = 5
/** Rows that a pass of a prefill computes. */
const CHUNK = 256
const ATTENTION = /\.attn\.(scores|pattern|z)$/

const ids = (count) => Array.from({ length: count }, (_, i) => (i * 7 + 3) % CONFIG.dVocab)

/** Milliseconds of each step of a generation from one token to all positions; a page could paint between any two. */
function decode({ generateSteps }, model) {
  const steps = generateSteps(model, [1], { maxNewTokens: POSITIONS, select: ['logits'], distributions: false })
  const times = []
  for (;;) {
    const start = performance.now()
    const { done } = steps.next()
    times.push(performance.now() - start)
    if (done) return times
  }
}

/** A prefill of `length` tokens in passes: milliseconds of the operations whose cost is a matter of query and key, and of the rest. */
function prefill({ createCache, createRun, forwardRows, releaseRun }, model, length) {
  const tokens = ids(length)
  const cache = createCache(model, length)
  const run = createRun(model, Math.min(CHUNK, length), length)
  let last = performance.now()
  const spent = { attention: 0, rest: 0 }
  const edit = (name) => {
    const now = performance.now()
    spent[ATTENTION.test(name) ? 'attention' : 'rest'] += now - last
    last = now
  }
  try {
    for (let from = 0; from < length; from += CHUNK) {
      run.base = from
      forwardRows(run, tokens, cache, from, Math.min(length, from + CHUNK), undefined, { edit })
    }
  } finally {
    releaseRun(run)
    cache.release()
  }
  return spent
}

/** The median of a step's neighbours, over all rounds: what a step with about so many positions costs. */
const around = (rounds, position) => median(rounds.flatMap((times) => times.slice(position - 33, position - 1)))

export async function growth(say) {
  const ours = await withBundle('ours.ts', 'es', (path) => import(pathToFileURL(path)))
  const model = ours.createModel(CONFIG, { seed: 1 })
  const { nLayers, nHeads, dModel } = CONFIG
  say(`### Growth, in a model of ${nLayers} layers of ${nHeads} heads, d_model ${dModel}\n`)

  decode(ours, model)
  const rounds = Array.from({ length: ROUNDS }, () => decode(ours, model))
  const pauses = rounds.map((times) => Math.max(...times))
  const each = [128, 256, ...LENGTHS.slice(1)].map((position) => [position, around(rounds, position)])
  say(
    table(
      ['positions in the cache', ...each.map(([position]) => position)],
      [
        ['ms of a decode step', ...each.map(([, ms]) => figure(ms))],
        [
          'µs more for each 100 positions',
          '',
          ...each.slice(1).map(([position, ms], i) => {
            const [before, msBefore] = each[i]
            return figure((1e5 * (ms - msBefore)) / (position - before))
          }),
        ],
      ],
    ),
  )
  const worst = median(pauses)
  say(
    `\n${POSITIONS} positions decoded in ${figure(median(rounds.map((times) => times.reduce((a, b) => a + b))))} ms; the largest single pause was ${figure(worst)} ms (target: at most 50 ms, ${verdict(worst <= 50)}), medians of ${ROUNDS} rounds.\n`,
  )

  const spent = LENGTHS.map((length) => {
    prefill(ours, model, length)
    const taken = Array.from({ length: ROUNDS }, () => prefill(ours, model, length))
    return { length, attention: median(taken.map((t) => t.attention)), rest: median(taken.map((t) => t.rest)) }
  })
  const growthOf = (key) => ['', ...spent.slice(1).map((now, i) => `${figure(now[key] / spent[i][key])}×`)]
  say(
    table(
      ['tokens of a prefill', ...LENGTHS],
      [
        ['ms of scores, pattern and weighted values', ...spent.map(({ attention }) => figure(attention))],
        ['grew by (4× is quadratic)', ...growthOf('attention')],
        ['ms of all the rest', ...spent.map(({ rest }) => figure(rest))],
        ['grew by (2× is linear)', ...growthOf('rest')],
      ],
    ),
  )
}
