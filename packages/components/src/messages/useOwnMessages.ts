'use client'
import { useMemo } from 'react'
import { useLessonContext } from '../lesson/context'
import { overridden } from './overridden'
import type { DeepPartial } from './types'

/**
 * The strings of a figure of one's own: the given ones, with whatever the lesson replaces under that name:
 * `<Lesson messages={{ own: { StreamNorms: { title: 'Normen' } } }}>`. The same object while these are.
 */
export function useOwnMessages<T extends object>(name: string, english: T): T {
  const own = useLessonContext()?.messages?.own?.[name]
  return useMemo(() => overridden<T>(english, own as DeepPartial<T> | undefined), [own, english])
}
