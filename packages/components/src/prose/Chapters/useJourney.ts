'use client'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useLesson } from '../../lesson/context'
import { useLiveEffect } from '../../lesson/useLiveEffect'
import { createJourney, type Journey, type Memory } from './journey'
import { createRegistry, type Registry } from './outline'

/** The outline of the chapters, and the reader's way through them on the run that there is. */
export function useJourney(stage: ReactNode): { readonly registry: Registry; readonly journey: Journey } {
  const { handle } = useLesson()
  const whole = useRef(stage)
  whole.current = stage
  const [registry] = useState(() => createRegistry(() => whole.current))
  const [memory] = useState<Memory>(() => ({ chosen: null, mounted: false, moved: false, seen: new Set() }))
  const journey = useMemo(() => createJourney(handle, registry, memory), [handle, registry, memory])
  const first = useRef(true)
  useLiveEffect(() => {
    if (!first.current) registry.changed()
    first.current = false
  }, [registry, stage])
  useEffect(() => journey.follow(), [journey])
  return { registry, journey }
}
