/** The file that a training worker runs. `train(model, { worker: true })` starts it. */
import { holdLock } from './lifeline'
import type { Start, Work } from './protocol'
import { serveTraining } from './serve'

const serve = serveTraining((message, transfer) => postMessage(message, { transfer }), holdLock)

addEventListener('message', ({ data }: { readonly data: unknown }) => serve(data as Start | Work))
