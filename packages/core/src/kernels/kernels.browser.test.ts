import { afterEach, describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import { createModel } from '../model/model'
import { createTrainer } from '../training/trainer'
import { kernelsFor } from './arena'

const CONFIG = { nLayers: 2, nHeads: 2, dModel: 16, nCtx: 8, dVocab: 7 }
const TOKENS = [1, 2, 3, 4]
const BATCH = [{ tokens: TOKENS, targets: [2, 3, 4, 5] }]

interface Heard {
  readonly refused: boolean
  readonly kernels: boolean
  readonly logits: Float32Array
  readonly loss: number
  readonly params: Float32Array
}

/** The same on a page of its own, whose policy allows these scripts and no more: WebAssembly needs `wasm-unsafe-eval`. */
function strictPage(): Promise<Heard> {
  const at = (path: string) => new URL(path, import.meta.url).pathname
  const frame = document.createElement('iframe')
  frame.srcdoc = `<!doctype html>
    <meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-inline'">
    <script type="module">
      import { createModel } from '${at('../model/model.ts')}'
      import { runForward } from '${at('../inference/runForward.ts')}'
      import { createTrainer } from '${at('../training/trainer.ts')}'
      import { kernelsFor } from '${at('./arena.ts')}'
      let refused = false
      try {
        new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
      } catch {
        refused = true
      }
      const model = createModel(${JSON.stringify(CONFIG)}, { seed: 1 })
      const logits = runForward(model, ${JSON.stringify(TOKENS)}).tensor('logits').data
      const { loss } = createTrainer(model).step(${JSON.stringify(BATCH)}, 0.01)
      parent.postMessage({ refused, kernels: kernelsFor(model.params) !== undefined, logits, loss, params: model.params })
    </script>`
  const heard = new Promise<Heard>((resolve) => {
    window.addEventListener('message', ({ source, data }) => source === frame.contentWindow && resolve(data))
  })
  document.body.append(frame)
  return heard
}

describe('in Chromium', () => {
  afterEach(() => document.querySelector('iframe')?.remove())

  it('a model runs on the kernels, and within 1e-5 of plain TypeScript', () => {
    const [fast, plain] = (['auto', 'plain'] as const).map((kernels) => {
      const model = createModel(CONFIG, { seed: 1, kernels })
      expect(kernelsFor(model.params) !== undefined).toBe(kernels === 'auto')
      return runForward(model, TOKENS).tensor('logits').data
    })
    expect(fast).not.toEqual(plain)
    for (const [i, value] of (plain as Float32Array).entries()) expect(fast?.[i]).toBeCloseTo(value, 5)
  })

  it('a policy that refuses WebAssembly leaves plain TypeScript, to the last bit, forwards and in training', async () => {
    const model = createModel(CONFIG, { seed: 1, kernels: 'plain' })
    const { data: logits } = runForward(model, TOKENS).tensor('logits')
    const { loss } = createTrainer(model).step(BATCH, 0.01)
    expect(await strictPage()).toEqual({ refused: true, kernels: false, logits, loss, params: model.params })
  })
})
