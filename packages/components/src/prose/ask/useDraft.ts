'use client'
import { useState } from 'react'

/** What the reader has chosen or typed so far, and what is wrong with it. */
export interface Draft {
  readonly chosen: number | null
  readonly typed: string
  readonly complaint: string | null
}

const NOTHING: Draft = { chosen: null, typed: '', complaint: null }

/** What is chosen is chosen of one run, whose tokens they are; what is typed stays typed. */
export function useDraft(run: number): [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState({ ...NOTHING, run })
  const now: Draft = draft.run === run ? draft : { ...NOTHING, typed: draft.typed }
  return [now, (change) => setDraft({ ...now, complaint: null, ...change, run })]
}
