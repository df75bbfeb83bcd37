import '../../styles/index.css'
import { compileTimeline } from '@glassformer/core'
import { render } from '@testing-library/react'
import { useEffect } from 'react'
import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { LessonContext, lessonOf } from '../../lesson/context'
import { createLesson, type LessonHandle } from '../../lesson/handle'
import { formatNumber } from '../../messages/format'
import { BackpropWave } from './BackpropWave'
import { argMax, waveOf } from './data'
import { layoutOf, rowMiddle, rowOf } from './geometry'
import { nodeX } from './paintBase'
import { untrainedTrace } from './untrained.fixture'

const trace = untrainedTrace(2, 5)
const wave = waveOf(trace)
const { cues, durationMs } = compileTimeline(trace)
const endOf = (kind: string) => cues.find((cue) => cue.kind === kind)?.endMs ?? 0

/** The figure on a clock that the test holds. */
function show(timeMs: number): LessonHandle {
  const handle = createLesson({ backward: trace }, { initialTimeMs: timeMs })
  const value = lessonOf(handle)
  function Held() {
    useEffect(() => () => handle.hold(true), [])
    return (
      <LessonContext.Provider value={value}>
        <div data-gf-theme="dark" style={{ width: 800 }}>
          <BackpropWave />
        </div>
      </LessonContext.Provider>
    )
  }
  render(<Held />)
  return handle
}

const canvas = (layer: 'light' | 'glow') => document.querySelector(`canvas[data-layer="${layer}"]`) as HTMLCanvasElement
const nextFrame = () => new Promise((done) => requestAnimationFrame(done))

async function settled(): Promise<void> {
  await expect.poll(() => canvas('light')?.width).toBeGreaterThan(300)
  for (let i = 0; i < 4; i++) await nextFrame()
}

/** Opacity, 0 to 255, of the light layer at a node's left edge (its number stands in the middle). */
function lightAt(position: number, row: number): number {
  const node = canvas('light')
  const layout = layoutOf(wave.positions, wave.nLayers, node.clientWidth)
  const ratio = node.width / node.clientWidth
  const x = Math.round((nodeX(layout, position, row) + 4) * ratio)
  const y = Math.round((rowMiddle(layout, row) - 5) * ratio)
  return node.getContext('2d')?.getImageData(x, y, 1, 1).data[3] ?? 0
}

describe('the painted wave', () => {
  it('lights a node by its gradient norm, and none that has no gradient', async () => {
    show(durationMs)
    await settled()
    const row = rowOf('mlp', 0, 2)
    const norms = wave.layers[0]?.mlp_out ?? new Float64Array()
    const lit = [0, 1, 2, 3, 4].map((t) => lightAt(t, row))
    expect(argMax(lit)).toBe(argMax(norms))
    for (let t = 0; t < 5; t++) expect(lit[t]).toBeCloseTo(255 * Math.sqrt((norms[t] as number) / wave.max), -1)
    expect(lit[4]).toBe(0)
  })

  it('is the same picture after playing, scrubbing back and seeking', async () => {
    const handle = show(0)
    await settled()
    const target = endOf('d_keys_values') - 200
    const picture = () => `${canvas('light').toDataURL()} ${canvas('glow').toDataURL()}`
    const go = async (timeMs: number) => {
      handle.dispatch({ type: 'seek', timeMs })
      await nextFrame()
      await nextFrame()
    }
    await go(target)
    const seeked = picture()
    await go(durationMs)
    expect(picture()).not.toBe(seeked)
    for (let t = 0; t <= 30; t++) await go((target * t) / 30)
    expect(picture()).toBe(seeked)
    for (let t = 0; t <= 10; t++) await go(durationMs - ((durationMs - target) * t) / 10)
    expect(picture()).toBe(seeked)
  })

  it('says the numbers of the node under the pointer', async () => {
    show(durationMs)
    await settled()
    const net = document.querySelector('.gf-wave-net') as HTMLElement
    const layout = layoutOf(5, 2, net.clientWidth)
    const position = { x: layout.column * 1.7, y: rowMiddle(layout, rowOf('kv', 1, 2)) }
    await userEvent.hover(page.elementLocator(net), { position })
    const readout = document.querySelector('.gf-readout')
    await expect.poll(() => readout?.textContent).toContain('K, V of layer 1')
    expect(readout?.textContent).toContain(`value (v) ${formatNumber(wave.layers[1]?.v[1] ?? 0)}`)
    await userEvent.unhover(page.elementLocator(net))
  })

  it('paints nothing at rest', async () => {
    show(endOf('d_keys_values') - 200)
    await settled()
    let painted = 0
    const prototype = CanvasRenderingContext2D.prototype
    const { clearRect, drawImage, fillRect } = prototype
    const count = <A extends unknown[]>(method: (...args: A) => void) =>
      function counted(this: CanvasRenderingContext2D, ...args: A) {
        painted++
        method.apply(this, args)
      }
    Object.assign(prototype, { clearRect: count(clearRect), fillRect: count(fillRect) })
    try {
      for (let i = 0; i < 10; i++) await nextFrame()
      expect(painted).toBe(0)
    } finally {
      Object.assign(prototype, { clearRect, drawImage, fillRect })
    }
  })
})
