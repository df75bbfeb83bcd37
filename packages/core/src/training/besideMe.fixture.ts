import type { Random } from '../tensor/random'
import type { Start, Work } from './protocol'
import { serveTraining } from './serve'
import type { TrainingWorker } from './types'

/** A model that learns to count up, in steps that take no time. */
export const CONFIG = { nLayers: 1, nHeads: 2, dModel: 16, nCtx: 6, dVocab: 5 }

export const counting = (random: Random) => {
  const start = random.int(5)
  const tokens = [0, 1, 2, 3, 4, 5].map((i) => (start + i) % 5)
  return { tokens, targets: tokens.map((token) => (token + 1) % 5) }
}
export const OPTIONS = { data: counting, steps: 9, batchSize: 3, seed: 4 }

/** The worker's code at the other end of a real message channel, so that messages are cloned and buffers handed over. */
export function besideMe() {
  const { port1, port2 } = new MessageChannel()
  const serve = serveTraining((message, transfer) => port2.postMessage(message, transfer))
  const state = { terminated: false }
  port2.onmessage = ({ data }: { data: Start | Work }) => serve(data)
  const worker: TrainingWorker = {
    postMessage: (message, transfer) => port1.postMessage(message, transfer),
    terminate: () => {
      state.terminated = true
      port1.close()
    },
    addEventListener: (type, listener) => {
      if (type === 'message') port1.onmessage = listener
    },
  }
  return { worker, state }
}
