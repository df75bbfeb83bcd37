'use client'
import { type Ref, type RefCallback, useRef } from 'react'
import { useLiveEffect } from '../../lesson/useLiveEffect'
import { useNode } from '../useNode'
import type { Registry } from './outline'

/**
 * Enters a chapter or a segment while it is rendered, so that a server knows it too, and settles it where its element stands.
 * Returns the ref of that element, which hands it on.
 */
export function useEntry<K extends 'enterChapter' | 'enterSegment', T extends HTMLElement>(
  registry: Registry,
  kind: K,
  entry: Parameters<Registry[K]>[0],
  ref: Ref<T> | undefined,
): RefCallback<T> {
  const [node, attach] = useNode(ref)
  const enter = registry[kind] as (entry: Parameters<Registry[K]>[0]) => void
  enter(entry)
  const latest = useRef(entry)
  const settled = useRef(false)
  useLiveEffect(() => {
    latest.current = entry
    if (settled.current) registry.changed()
  }, [registry, ...Object.values(entry)])
  useLiveEffect(() => {
    if (!node.current) return
    enter(latest.current)
    settled.current = true
    return registry.settle(latest.current.key, node.current)
  }, [registry, enter, node])
  return attach
}
