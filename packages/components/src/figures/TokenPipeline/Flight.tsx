'use client'
import type { TraceToken } from '@glassformer/core'
import { type RefObject, useEffect, useRef } from 'react'
import { type LessonHandle, observeSize, TokenChip } from '../../kit'
import { flightAt, type Point } from './geometry'
import { flightProgress } from './state'

export interface FlightProps {
  lesson: LessonHandle
  token: TraceToken
  /** The box that holds the candidates and the line: where the flight takes place. */
  box: RefObject<HTMLElement | null>
}

/** The chosen chip in the air, from its candidate to its place in the line. Its place depends on the time alone. */
export function Flight({ lesson, token, box }: FlightProps) {
  const chip = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    let ends: { from: Point; to: Point } | null = null
    const place = () => {
      const node = chip.current
      const frame = lesson.frameOf('forward')
      const progress = frame && flightProgress(frame)
      if (!node || !box.current) return
      if (progress !== null) ends ??= endsIn(box.current)
      node.style.visibility = progress === null || !ends ? 'hidden' : 'visible'
      if (progress === null || !ends) return
      const { x, y } = flightAt(progress, ends.from, ends.to)
      node.style.transform = `translate(${x}px, ${y}px)`
    }
    const moved = () => {
      ends = null
      place()
    }
    const stops = [lesson.time.subscribe(place)]
    if (box.current) stops.push(observeSize(box.current, moved))
    place()
    return () => {
      for (const stop of stops) stop()
    }
  })
  return (
    <span ref={chip} className="gf-pipe-flight" aria-hidden="true" style={{ visibility: 'hidden' }}>
      <TokenChip text={token.text} title="" />
    </span>
  )
}

/** Where the flight starts and ends, from the top left corner of its box; `null` before both stand. */
function endsIn(box: HTMLElement): { from: Point; to: Point } | null {
  const [from, to] = ['[data-chosen] .gf-chip', '[data-slot] .gf-chip'].map((at) => box.querySelector(at))
  if (!from || !to) return null
  const origin = box.getBoundingClientRect()
  const corner = (node: Element): Point => {
    const { left, top } = node.getBoundingClientRect()
    return { x: left - origin.left, y: top - origin.top }
  }
  return { from: corner(from), to: corner(to) }
}
