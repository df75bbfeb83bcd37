'use client'
import { createContext, useContext } from 'react'

/** The link of the lesson around. */
export interface LessonLink {
  /** The address that opens the lesson as it is now; writes it where it is kept. */
  readonly address: () => string
}

export const LinkContext = createContext<LessonLink | null>(null)

export function useLink(): LessonLink | null {
  return useContext(LinkContext)
}
