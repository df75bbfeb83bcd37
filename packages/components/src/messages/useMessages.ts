'use client'
import { useMemo } from 'react'
import { useLessonContext } from '../lesson/context'
import { overridden } from './overridden'
import type { DeepPartial, MessageOverrides, Messages } from './types'

/** The strings of one figure: the English ones that it imports, with whatever the lesson replaces. The same object while these are. */
export function useMessages<F extends keyof Messages>(figure: F, english: Messages[F]): Messages[F] {
  const overrides: MessageOverrides | undefined = useLessonContext()?.messages
  const own = overrides?.[figure]
  return useMemo(() => overridden<Messages[F]>(english, own as DeepPartial<Messages[F]> | undefined), [own, english])
}
