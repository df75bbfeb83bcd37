'use client'
import { useLesson } from '../../kit'
import { readingsOf, readPart } from './readings'

/**
 * Reads the layers before the picture needs them, some positions at a time and the last layer first: React lets the page
 * have its turn between two components, and not within one. Shows nothing.
 */
export function Ahead() {
  const { run } = useLesson().handle
  const trace = run.generation ?? run.forward
  if (!trace) return null
  const { depths, parts } = readingsOf(trace)
  return Array.from({ length: depths * parts.length }, (_, i) => (
    <Part
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
      key={i}
      read={() => readPart(trace, run.model, depths - 1 - Math.floor(i / parts.length), i % parts.length)}
    />
  ))
}

function Part({ read }: { read: () => void }) {
  try {
    read()
  } catch {
    // The figure says what is missing, in its place.
  }
  return null
}
