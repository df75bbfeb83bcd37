'use client'
import { useState } from 'react'
import { type Anchor, type CellAddress, type LessonHandle, type Selection, useSelection } from '../../kit'
import type { ShownHead } from './useShownHead'
import type { Pointed } from './words'

/** What of the text something stands for: the query is `position`. */
export type Pair = Partial<Pick<Selection, 'position' | 'key'>>

export interface Pointer {
  readonly selection: Selection
  readonly pointed: Pointed | null
  /** Points at a thing of this figure, or at what it stands for in the lesson, or both; both `null` lets go. */
  readonly point: (at: Pointed | null, pair?: Pair | null) => void
  /** Keeps a query, a key or both, and opens the number that shows them, if one does; the same again lets go. */
  readonly choose: (pair: Pair, cell?: CellAddress | null, anchor?: Anchor) => void
  readonly chooseHead: (head: number) => void
  readonly chooseLayer: (layer: number) => void
  /** Lets go of everything. */
  readonly clear: () => void
}

/** What the reader points at and keeps: within the figure, and for all figures of the lesson. */
export function usePointer(lesson: LessonHandle, { layer, head, hold }: ShownHead): Pointer {
  const [selection, { hover, pin, choose }] = useSelection(lesson)
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const point: Pointer['point'] = (at, pair = null) => {
    const place = at?.at === 'head' ? { layer, head: at.head } : pair && { layer, head }
    setPointed(at)
    hover(place && { ...place, ...pair })
    // A place on a scale is of no layer.
    hold(place || (at && at.at !== 'scale') ? layer : null)
  }
  return {
    selection,
    pointed,
    point,
    choose: (pair, cell = null, anchor) => choose({ ...pair, layer, head }, cell, anchor),
    chooseHead: (next) => next !== head && pin({ head: next }),
    chooseLayer: (next) => pin({ layer: next }),
    clear: () => {
      pin(null)
      point(null)
    },
  }
}
