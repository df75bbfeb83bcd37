'use client'
import { useLessonContext } from '../lesson/context'
import type { MessageOverrides, Messages } from './types'

/** The strings of one figure: the English ones that it imports, with whatever the lesson replaces. */
export function useMessages<F extends keyof Messages>(figure: F, english: Messages[F]): Messages[F] {
  const overrides: MessageOverrides | undefined = useLessonContext()?.messages
  return overrides?.[figure] ? { ...english, ...overrides[figure] } : english
}
