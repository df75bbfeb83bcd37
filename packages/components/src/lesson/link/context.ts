'use client'
import { type ComponentType, createContext, useContext } from 'react'

/** The link of the lesson around. */
export interface LessonLink {
  /** The address that opens the lesson as it is now; writes it where it is kept. */
  readonly address: () => string
  /** What copies it, for the transport to show: a figure alone, which has a transport and no link, does not carry it. */
  readonly Copy: ComponentType<{ readonly link: LessonLink }>
}

export const LinkContext = createContext<LessonLink | null>(null)

export function useLink(): LessonLink | null {
  return useContext(LinkContext)
}
