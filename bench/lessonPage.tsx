import {
  AttentionHead,
  BackpropWave,
  ComplexityComparison,
  KVCacheGrid,
  Lesson,
  TokenPipeline,
  Transport,
} from '@glassformer/components'
import { loadTextModel } from '@glassformer/core/models/text'
import '@glassformer/components/styles.css'
import type { ComponentType } from 'react'
import { createRoot } from 'react-dom/client'
import { StandIn } from './standIn'

/** What the bench's driver asks of the page. */
export interface LessonWindow extends Window {
  /** Draws the lesson with the figures as they are, or with the stand-ins; resolves when it stands. */
  show: (which: 'figures' | 'stand-in') => Promise<void>
  /** The times of the frames since it was last asked. */
  takeFrames: () => number[]
}

const TOKENS = 70
const NEW_TOKENS = 6
/** The five pictures of a lesson, by the name that the bench gives them. */
export const FIGURES: Readonly<Record<string, ComponentType>> = {
  pipeline: TokenPipeline,
  attention: AttentionHead,
  cache: KVCacheGrid,
  comparison: ComplexityComparison,
  wave: BackpropWave,
}

const model = loadTextModel()

/** Sentences until the prompt and what is generated after it are as many tokens as are asked for. */
function promptOf(tokens: number): string {
  const text =
    'Anna has a ball and a kite. Tom wants the ball. Anna gave the ball to Tom and Tom thanked Anna. '.repeat(9)
  const ids = model.tokenizer?.encode(text).slice(0, tokens) ?? []
  return model.tokenizer?.decode(ids) ?? ''
}

const page = window as unknown as LessonWindow
const host = document.getElementById('root') as HTMLElement
const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
let root = createRoot(host)

page.show = async (which) => {
  root.unmount()
  root = createRoot(host)
  root.render(
    <Lesson
      model={model}
      prompt={promptOf(TOKENS - NEW_TOKENS)}
      maxNewTokens={NEW_TOKENS}
      style={{ maxWidth: 1040, margin: '0 auto' }}
    >
      {Object.entries(FIGURES).map(([name, Figure]) => (
        <div key={name} id={name}>
          {which === 'figures' ? <Figure /> : <StandIn name={name} />}
        </div>
      ))}
      <Transport />
    </Lesson>,
  )
  for (let i = 0; i < 30; i++) await frame()
}

let frames: number[] = []
const note = (time: number) => {
  frames.push(time)
  requestAnimationFrame(note)
}
requestAnimationFrame(note)
page.takeFrames = () => {
  const taken = frames
  frames = []
  return taken
}
