import { createModel, generate, runBackward, type Trace } from '@glassformer/core'
import { explain } from '@glassformer/core/explain'
import { describe, expect, it } from 'vitest'
import { inspectorMessages } from '../messages/en/inspector'
import { plain } from '../messages/say'
import { isParameter, kindOf, partsOf, selectionOf, traceOf } from './cells'
import { namerOf } from './words'

const shape = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 12, dVocab: 9 }
const models = [
  createModel(shape, { seed: 1 }),
  createModel({ ...shape, positions: 'rotary', activation: 'swiglu', tied: false, norm: 'rmsnorm' }, { seed: 2 }),
]

describe.each(models.map((model) => [model.config.norm, model] as const))('a run with %s', (_, model) => {
  const backward = runBackward(model, [1, 2, 3, 4])
  const trace: Trace = backward
  const namer = namerOf(trace, { model, backward }, inspectorMessages)
  const names = [
    ...Object.keys(backward.tensors),
    ...model.layout.entries.map(({ name }) => name),
    ...Object.keys(backward.grads).map((name) => `grad.${name}`),
    ...Object.keys(backward.paramGrads).map((name) => `grad.${name}`),
  ]
  const shapeOf = (name: string) => {
    const own = name.replace('grad.', '')
    return (backward.tensors[own] ?? backward.paramGrads[own])?.shape ?? []
  }

  it('has every number named in words, in a few letters, and in a colour', () => {
    expect(names.length).toBeGreaterThan(80)
    for (const tensor of names) {
      const index = shapeOf(tensor).map(() => 1)
      const full = plain(namer.full({ tensor, index }))
      expect(full, tensor).not.toContain('[')
      expect(full, tensor).not.toMatch(/undefined|NaN|blocks\.|grad\./)
      expect(full.startsWith('gradient of the loss by the '), tensor).toBe(tensor.startsWith('grad.'))
      expect(namer.short({ tensor }), tensor).not.toContain('.')
      const kind = kindOf(tensor)
      if (tensor.startsWith('grad.')) expect(kind).toBe('gradient')
      else if (model.layout.entries.some(({ name }) => name === tensor)) expect(kind, tensor).toBe('weights')
      else expect(kind, tensor).not.toBe('weights')
    }
  })

  it('has a formula or a sentence for every number', () => {
    for (const tensor of names) {
      const { operation } = explain(
        trace,
        tensor,
        shapeOf(tensor).map(() => 1),
        { model },
      )
      const said = inspectorMessages.formula(partsOf(tensor), operation) ?? inspectorMessages.operations[operation]
      expect(said, `${tensor}: ${operation}`).toBeTruthy()
    }
  })

  it('says of the lesson what a number belongs to', () => {
    expect(selectionOf({ tensor: 'blocks.1.attn.scores', index: [1, 3, 2] })).toEqual({
      layer: 1,
      head: 1,
      position: 3,
      key: 2,
    })
    expect(selectionOf({ tensor: 'grad.blocks.0.attn.q', index: [3, 1, 2] })).toEqual({
      layer: 0,
      head: 1,
      position: 3,
    })
    expect(selectionOf({ tensor: 'blocks.0.attn.v', index: [3, 1, 2] })).toEqual({ layer: 0, key: 3 })
    expect(selectionOf({ tensor: 'logits', index: [3, 1] })).toEqual({ position: 3 })
    expect(selectionOf({ tensor: 'blocks.1.mlp.W_in', index: [3, 1] })).toEqual({ layer: 1 })
    expect(isParameter('blocks.l.attn.W_Q') && isParameter('ln_final.b') && !isParameter('blocks.l.mlp.pre')).toBe(true)
  })
})

it('follows a path that was once in a training step in that', () => {
  const model = models[0] as (typeof models)[0]
  const run = {
    generation: generate(model, [1, 2, 3], { maxNewTokens: 1 }),
    backward: runBackward(model, [1, 2, 3, 4]),
  }
  const activation = { tensor: 'blocks.0.attn.q', index: [0, 0, 0] }
  expect(traceOf(run, [activation])).toBe(run.generation)
  expect(traceOf(run, [{ ...activation, tensor: 'grad.blocks.0.attn.q' }, activation])).toBe(run.backward)
  expect(traceOf({ backward: run.backward }, [activation])).toBe(run.backward)
})
