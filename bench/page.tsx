import { AttentionHead, BackpropWave } from '@glassformer/components'
import { createModel, generate, runBackward } from '@glassformer/core'
import '@glassformer/components/styles.css'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { LessonContext, lessonOf } from '../packages/components/src/lesson/context'
import { createLesson, type LessonRun } from '../packages/components/src/lesson/handle'

/** What the bench page does when it is asked to: show a case, and scrub it for some frames. */
export interface BenchWindow extends Window {
  /** Draws a case; resolves when it is on screen. */
  show: (name: string) => Promise<void>
  /** Moves the clock a little at each of `frames` frames; `live` names the stretch of time, as shares of the whole. */
  scrub: (frames: number, live: readonly [number, number]) => Promise<void>
}

const ids = (count: number, vocabulary: number) => Array.from({ length: count }, (_, i) => (i * 7 + 3) % vocabulary)

function pattern(size: number): LessonRun {
  const model = createModel({ nLayers: 2, nHeads: 4, dModel: 32, nCtx: size + 1, dVocab: 50 }, { seed: 1 })
  return { model, generation: generate(model, ids(size - 7, 50), { maxNewTokens: 8 }) }
}

function wave(nLayers: number, positions: number): LessonRun {
  const model = createModel({ nLayers, nHeads: 4, dModel: 32, nCtx: positions, dVocab: 50 }, { seed: 1 })
  return { model, backward: runBackward(model, ids(positions, 50)) }
}

const CASES: Readonly<Record<string, () => { run: LessonRun; figure: ReactNode }>> = {
  'attention 64x64': () => ({ run: pattern(64), figure: <AttentionHead /> }),
  'attention 256x256': () => ({ run: pattern(256), figure: <AttentionHead /> }),
  'wave 4x5': () => ({ run: wave(4, 5), figure: <BackpropWave /> }),
  'wave 12x32': () => ({ run: wave(12, 32), figure: <BackpropWave /> }),
}

const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
const page = window as unknown as BenchWindow
const host = document.getElementById('root') as HTMLElement
let root = createRoot(host)
let lesson = createLesson({})

page.show = async (name) => {
  const made = CASES[name]?.()
  if (!made) throw new Error(`There is no case "${name}".`)
  root.unmount()
  root = createRoot(host)
  lesson = createLesson(made.run)
  root.render(<LessonContext.Provider value={lessonOf(lesson)}>{made.figure}</LessonContext.Provider>)
  for (let i = 0; i < 20; i++) await frame()
}

page.scrub = async (frames, [from, to]) => {
  const span = lesson.sequence.durationMs
  for (let i = 0; i < frames; i++) {
    lesson.dispatch({ type: 'seek', timeMs: span * (from + ((to - from) * i) / frames) })
    await frame()
  }
}
