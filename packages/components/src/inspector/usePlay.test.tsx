import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { usePlay } from './usePlay'

const still = (reduce: boolean) =>
  vi.stubGlobal('matchMedia', () => ({ matches: reduce, addEventListener() {}, removeEventListener() {} }))

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('plays its stages once within 600 ms, and again for another number', () => {
  still(false)
  const { result, rerender } = renderHook(({ of }) => usePlay(of), { initialProps: { of: 1 } })
  const seen = [result.current.stage]
  for (let ms = 0; ms < 600; ms += 20) {
    act(() => void vi.advanceTimersByTime(20))
    if (result.current.stage !== seen.at(-1)) seen.push(result.current.stage)
  }
  expect(seen).toEqual(['apart', 'pair', 'multiply', 'add'])
  rerender({ of: 1 })
  expect(result.current.stage).toBe('add')
  rerender({ of: 2 })
  expect(result.current.stage).toBe('apart')
})

it('is skipped to its end, and stays at a stage that is chosen', () => {
  still(false)
  const { result } = renderHook(() => usePlay(1))
  act(() => result.current.skip())
  expect(result.current.stage).toBe('add')
  act(() => result.current.play())
  act(() => result.current.goTo('pair'))
  act(() => void vi.advanceTimersByTime(2000))
  expect(result.current.stage).toBe('pair')
})

it('shows the end where motion is reduced', () => {
  still(true)
  const { result } = renderHook(() => usePlay(1))
  expect(result.current.stage).toBe('add')
  act(() => result.current.play())
  expect(result.current.stage).toBe('add')
})
