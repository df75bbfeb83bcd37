import { describe, expect, it } from 'vitest'
import { kernelsFor, takeFloats } from '../kernels/arena'
import { SORT_CONFIG } from '../models/sortConfig'
import { TEXT_CONFIG } from '../models/textConfig'
import type { Floats } from '../tensor/tensor'
import { createModel } from './model'
import { BATCH_ROWS } from './room'
import { createRun } from './run'
import { createWorkspace } from './workspace'

const small = { nLayers: 2, nHeads: 4, dModel: 16, dVocab: 11 }

describe('the room beside the parameters', () => {
  it.each([
    ['the sorting model', SORT_CONFIG],
    ['the text model', TEXT_CONFIG],
    ['a context of 1', { ...small, nCtx: 1 }],
    ['one that divides no batch', { ...small, nCtx: BATCH_ROWS - 1 }],
    ['one longer than a batch', { ...small, nCtx: 3 * BATCH_ROWS + 5, nKVHeads: 1, activation: 'swiglu' } as const],
  ])('holds training, a backward run, two more runs and two caches at once: %s', (_, input) => {
    const model = createModel(input)
    const { nCtx, nLayers, nKVHeads, dHead } = model.config
    const rows = Math.max(nCtx, BATCH_ROWS)
    const held: Floats[] = []
    for (const workspace of [createWorkspace(model, rows, nCtx), createWorkspace(model, nCtx)])
      held.push(workspace.buffer, workspace.dbuffer, workspace.losses, takeFloats(model.params, model.params.length))
    for (let i = 0; i < 2; i++) held.push(createRun(model, nCtx).buffer)
    for (let i = 0; i < 2 * 2 * nLayers; i++) held.push(takeFloats(model.params, nCtx * nKVHeads * dHead))
    for (const [i, array] of held.entries()) expect(kernelsFor(model.params, array), `array ${i}`).toBeDefined()
  })
})
