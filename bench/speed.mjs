/** Speed against peers, in this one process: forward, training step, matrix products, and the machine's limit. */
import { pathToFileURL } from 'node:url'
import { withBundle } from './bundle.mjs'
import { forwardCompetitors, ortForward } from './forward.mjs'
import { createLimit } from './limit.mjs'
import { loadOrt, loadOrtThreads } from './peers/ort.mjs'
import { loadTfjs } from './peers/tfjs.mjs'
import { ortProducts, productCompetitors, SHAPES } from './products.mjs'
import { figure, race, table, verdict } from './rounds.mjs'
import { stepCompetitors } from './step.mjs'

const times = (ratio) => `${figure(ratio)}×`

const fastest = (ms, names) => names.reduce((best, name) => (ms[name] < ms[best] ? name : best))

/** One target: ours against a peer, both times, the ratio that was asked for and whether it is there. */
const target = (what, ms, own, peer, wanted) => {
  const ratio = ms[peer] / ms[own]
  return [
    what,
    `${own} ${figure(ms[own])} ms`,
    `${peer} ${figure(ms[peer])} ms`,
    times(ratio),
    `${wanted}×`,
    verdict(ratio >= wanted),
  ]
}

const all = ({ ms, quick, processor }) =>
  table(
    ['', 'ms', 'of the quickest tenth', 'of processor', 'ours is faster by'],
    Object.entries(ms).map(([name, each]) => [
      name,
      figure(each),
      figure(quick[name]),
      figure(processor[name]),
      times(each / ms.ours),
    ]),
  )

/** A race of the competitors beside which the limit was measured, in operations per second. */
async function raceTheLimit(competitors, limit, options) {
  const { ms, quick, processor } = await race({ ...competitors, limit }, options)
  const limitRate = limit.flops / ms.limit / 1e6
  delete ms.limit
  return { ms, quick, processor, limitRate }
}

/** What share of the limit ours has, when only its products count, and what share it would need to be so many times as fast as the peer. */
const share = (what, flops, { ms, limitRate }, peer, wanted) => {
  const of = (each) => `${Math.round((100 * flops) / each / 1e6 / limitRate)}%`
  return [what, figure(flops / 1e6), figure(limitRate), of(ms.ours), of(ms[peer]), `${wanted}×`, of(ms[peer] / wanted)]
}

export async function speed(say) {
  const ours = await withBundle('ours.ts', 'es', (path) => import(pathToFileURL(path)))
  const field = { ours, tfjs: await loadTfjs(), ort: await loadOrt() }
  const limit = createLimit()
  const forwards = await raceTheLimit(await forwardCompetitors(field), limit)
  const steps = await raceTheLimit(await stepCompetitors(field), limit, { rounds: 15, sliceMs: 100 })
  const [forward, step] = [forwards.ms, steps.ms]
  const products = []
  for (const shape of SHAPES) {
    const { ms, quick } = await race({ ...(await productCompetitors(field, shape)), limit })
    const flops = 2 * shape.reduce((a, b) => a * b)
    const rate = (name, times = ms) => (name === 'limit' ? limit.flops : flops) / times[name] / 1e6
    products.push({ shape, ms, quick, rate })
  }

  const without = ['tfjs cpu', 'tfjs wasm-plain']
  const fastestTfjs = fastest(step, [...without, 'tfjs wasm-simd'])
  const [small, middle] = products
  const ofLimit = middle.rate('ours') / middle.rate('limit')
  say('### Targets\n')
  say(
    table(
      ['', 'ours', 'peer', 'ratio', 'target', ''],
      [
        target('forward of the sorting model, against tfjs wasm', forward, 'ours', 'tfjs wasm-simd', 20),
        target('forward, against onnxruntime-web', forward, 'ours', 'ort', 1),
        target('training step of 32, against the fastest tfjs', step, 'ours', fastestTfjs, 20),
        target(
          'forward, plain TypeScript, against the fastest tfjs without SIMD',
          forward,
          'ours, plain',
          fastest(forward, without),
          1,
        ),
        target('training step, plain TypeScript, against the same', step, 'ours, plain', fastest(step, without), 1),
        ...products.map(({ shape, ms }) =>
          target(
            `product ${shape.join('×')}, plain TypeScript, against the same`,
            ms,
            'ours, plain',
            fastest(ms, without),
            1,
          ),
        ),
        [
          `product ${middle.shape.join('×')}, against the limit of 128-bit multiply and add`,
          `${figure(middle.rate('ours'))} GFLOP/s`,
          `${figure(middle.rate('limit'))} GFLOP/s`,
          `${Math.round(ofLimit * 100)}%`,
          '50%',
          verdict(ofLimit >= 0.5),
        ],
      ],
    ),
  )
  say('\n### How near the limit\n')
  const flops = ours.forwardFlops()
  say(
    table(
      ['', 'MFLOP of products', 'limit, GFLOP/s', 'ours has of it', 'peer has', 'target', 'needs'],
      [
        share('forward, against tfjs wasm-simd', flops, forwards, 'tfjs wasm-simd', 20),
        // A linear layer has one product forwards and two backwards.
        share(`training step of 32, against ${fastestTfjs}`, 3 * 32 * flops, steps, fastestTfjs, 20),
      ],
    ),
  )
  say('\n### Forward of the sorting model, 11 tokens\n')
  say(all(forwards))
  say('\n### Training step of the sorting model, batch of 32, with Adam\n')
  say(all(steps))
  say('\nonnxruntime-web has no training since version 1.20.')
  say('\n### Matrix products, GFLOP/s; in brackets, of the quickest tenth\n')
  say(
    table(
      ['', ...products.map(({ shape }) => shape.join('×'))],
      Object.keys(small.ms).map((name) => [
        name,
        ...products.map(({ rate, quick }) => `${figure(rate(name))} (${figure(rate(name, quick))})`),
      ]),
    ),
  )
  const pair = loadOrtThreads()
  const [name] = Object.keys(pair)
  const two = [(await race(await ortForward(ours.loadSortModel(), pair))).ms[name]]
  for (const shape of SHAPES) two.push((await race(await ortProducts(pair, shape))).ms[name])
  const rates = two.slice(1).map((ms, i) => figure((2 * SHAPES[i].reduce((a, b) => a * b)) / ms / 1e6))
  say(
    `\nonnxruntime-web with two threads, by itself, since its second thread spins as it waits: ${figure(two[0])} ms for the forward, and ${rates.join(', ')} GFLOP/s for the products.`,
  )
}
