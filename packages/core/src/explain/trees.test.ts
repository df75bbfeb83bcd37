import { describe, expect, it } from 'vitest'
import { quantised, slidingWindow } from '../cache'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { intervene } from '../intervene'
import { sourcesOf } from '../testing/cells'
import { livelyModel } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import type { Trace } from '../trace/types'
import { runBackward } from '../training/runBackward'
import { explain } from './index'

/** Opens a number, all that it was made of, and so on: everything that was met, and the parameters at the ends. */
function opened(trace: Trace, name: string, index: readonly number[]) {
  const met = new Set<string>()
  const leaves = new Set<string>()
  const todo = [{ name, index }]
  for (let next = todo.pop(); next; next = todo.pop()) {
    const key = `${next.name} ${next.index}`
    if (met.has(key)) continue
    met.add(key)
    const explanation = explain(trace, next.name, next.index)
    const sources = sourcesOf(explanation)
    if (explanation.operation === 'parameter') leaves.add(key)
    else if (explanation.terms.length) expect(sources.length + explanation.steps.length, key).toBeGreaterThan(0)
    expect(explanation.missing, key).toBeUndefined()
    todo.push(...sources)
  }
  return { met, leaves }
}

const rowOf = (id: number, width: number) => Array.from({ length: width }, (_, c) => `embed.W_E ${id},${c}`)

describe('what a number was made of, opened to the end', () => {
  it.each(SETTINGS)('ends in the rows of the embedding that its query could see: %s', (_, config) => {
    const model = livelyModel({ ...config, tied: false }, 'float32')
    const { leaves } = opened(runForward(model, [3, 1, 2, 0]), 'logits', [2, 0])
    const { attentionWindow, nLayers, dModel } = model.config
    const tokens = [3, 1, 2].slice(-1 - (attentionWindow - 1) * nLayers)
    const found = [...leaves].filter((key) => key.startsWith('embed.W_E')).sort()
    expect(found).toEqual(tokens.flatMap((id) => rowOf(id, dModel)).sort())
  })

  it('meets every parameter but those of other tokens and places', () => {
    for (const [what, config] of SETTINGS) {
      const model = livelyModel(config, 'float32')
      const { leaves } = opened(runForward(model, [0, 1, 2, 3, 0, 1]), 'probs', [5, 0])
      const read = model.layout.entries.flatMap(({ name }) =>
        [...leaves].some((key) => key.startsWith(`${name} `)) ? [] : [name],
      )
      expect(read, what).toEqual([])
    }
  })

  it('goes through the gradients back to the loss, and through the run that it is of', () => {
    const model = livelyModel(SETTINGS[3]![1], 'float32')
    const { met, leaves } = opened(runBackward(model, [3, 1, 2]), 'grad.embed.W_E', [3, 0])
    for (const row of ['grad.logits', 'grad.blocks.0.attn.rot_k', 'probs', 'blocks.0.mlp.pre_linear', 'embed'])
      expect([...met].filter((key) => key.startsWith(`${row} `)).length, row).toBeGreaterThan(0)
    expect([...leaves].filter((key) => key.startsWith('embed.W_E 3,'))).toHaveLength(model.config.dModel)
    expect(opened(runBackward(model, [3, 1, 2]), 'loss', []).met.has('losses 1')).toBe(true)
  })

  it('goes through what a cache holds, and what was changed, to what was computed before', () => {
    const model = livelyModel(SETTINGS[0]![1], 'float32')
    const coded = generate(model, [3, 1], { maxNewTokens: 2, cache: quantised({ bits: 4 }) })
    const { met } = opened(coded, 'blocks.0.attn.scores', [0, 2, 1])
    expect(met.has('stored.blocks.0.attn.k 1,0,2')).toBe(true)
    expect(met.has('blocks.0.attn.k 1,0,2')).toBe(true)
    const interventions = intervene([{ tensor: 'blocks.0.attn.z', scale: 0.5 }])
    const changed = generate(model, [3, 1], { maxNewTokens: 2, cache: slidingWindow({ window: 2 }), interventions })
    expect([...opened(changed, 'logits', [2, 0]).leaves]).toContain('embed.W_E 3,0')
  })
})
