import type { ComponentPropsWithRef, ReactNode } from 'react'
import type { CueName } from '../../lesson/cues'
import type { LessonHandle } from '../../lesson/handle'

/** What a question is besides what it asks for. */
export interface Shared {
  readonly lesson: LessonHandle
  readonly question: ReactNode
  readonly at: CueName | undefined
  /** What the author says after a right answer and after a wrong one. */
  readonly after: { readonly right: ReactNode; readonly wrong: ReactNode }
  readonly host: ComponentPropsWithRef<'div'>
}
