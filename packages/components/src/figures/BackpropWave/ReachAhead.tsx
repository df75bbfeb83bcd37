'use client'
import type { BackwardTrace } from '@glassformer/core'
import { useLesson } from '../../kit'
import { reachOf } from './reach'

/**
 * Computes what the picture needs most time for, before it and a layer at a time: React lets the page have its turn between
 * two components, and not within one. Shows nothing.
 */
export function ReachAhead() {
  const trace = useLesson().handle.run.backward
  if (!trace) return null
  return Array.from({ length: trace.config.nLayers }, (_, layer) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its index
    <LayerAhead key={layer} trace={trace} layer={layer} />
  ))
}

function LayerAhead({ trace, layer }: { trace: BackwardTrace; layer: number }) {
  try {
    reachOf(trace, layer)
  } catch {
    // The figure says what is missing, in its place.
  }
  return null
}
