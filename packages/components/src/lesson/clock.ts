import type { PlayerEvent } from '@glassformer/core'
import { cancelFrame, frame } from 'framer-motion'

/** How long a still stays before the next one when motion is reduced, at rate 1. */
const HOLD_MS = 1400

export interface Clock {
  run(playing: boolean): void
}

/**
 * Turns frames into `tick` events while it runs, and asks for none while it does not. With reduced motion it jumps from
 * still to still on a timer instead.
 */
export function createClock(
  dispatch: (event: PlayerEvent) => void,
  rate: () => number,
  reducedMotion: () => boolean,
): Clock {
  let running = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const tick = ({ delta }: { delta: number }) => dispatch({ type: 'tick', deltaMs: delta })
  const jump = () => {
    timer = setTimeout(() => {
      dispatch({ type: 'jump' })
      if (running) jump()
    }, HOLD_MS / rate())
  }
  return {
    run(playing) {
      if (playing === running) return
      running = playing
      if (!playing) {
        cancelFrame(tick)
        clearTimeout(timer)
      } else if (reducedMotion()) jump()
      else frame.update(tick, true)
    },
  }
}
