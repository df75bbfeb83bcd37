import { createModel, train } from '@glassformer/core'
import { SORT_CONFIG } from '../packages/core/src/models/sortConfig'
import { countSorted } from '../packages/core/src/models/sortTask'
import { SORT_TRAINING } from '../packages/core/src/models/sortTraining'

/** What happened while the page painted: frames, seconds, and the longest time between two frames. */
export interface Painted {
  readonly frames: number
  readonly seconds: number
  readonly longestGapMs: number
}

export interface TrainingWindow extends Window {
  /** Paints for a while with nothing else to do. */
  idle: (ms: number) => Promise<Painted>
  /** Trains the sorting model from scratch in a worker, with the loss on the page at every step. */
  trainSort: () => Promise<Painted & { readonly steps: number; readonly sorted: number }>
}

/** Counts frames until it is told to stop. */
function watchFrames(): () => Painted {
  const start = performance.now()
  let frames = 0
  let last = start
  let longestGapMs = 0
  let request = requestAnimationFrame(function next() {
    const now = performance.now()
    longestGapMs = Math.max(longestGapMs, now - last)
    last = now
    frames++
    request = requestAnimationFrame(next)
  })
  return () => {
    cancelAnimationFrame(request)
    return { frames, seconds: (performance.now() - start) / 1000, longestGapMs }
  }
}

const page = window as unknown as TrainingWindow

page.idle = async (ms) => {
  const stop = watchFrames()
  await new Promise((resolve) => setTimeout(resolve, ms))
  return stop()
}

page.trainSort = async () => {
  const shown = document.getElementById('loss') as HTMLElement
  const model = createModel(SORT_CONFIG, { seed: SORT_TRAINING.seed })
  const stop = watchFrames()
  const { steps } = await train(model, {
    ...SORT_TRAINING,
    worker: true,
    onStep: ({ step, loss }) => {
      shown.textContent = `step ${step}, loss ${loss.toFixed(4)}`
    },
  })
  return { ...stop(), steps: steps.length, sorted: countSorted(model) }
}
