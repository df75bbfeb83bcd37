import { type ReactNode, useEffect, useState } from 'react'

interface LaterProps {
  /** What is being done, until it is done. */
  readonly note: string
  /** Does the work of one part at a time, so that the page can be read and scrolled meanwhile. */
  readonly work: () => Generator<unknown, ReactNode>
}

/** Computes a part of a guide after the page is there; if that fails, the message stands in its place. Nothing is computed on a server. */
export function Later({ note, work }: LaterProps) {
  const [made, setMade] = useState<{ readonly result: ReactNode } | { readonly error: unknown }>()
  useEffect(() => {
    const parts = work()
    let timer: ReturnType<typeof setTimeout> | undefined
    const next = () => {
      try {
        const { done, value } = parts.next()
        if (done) setMade({ result: value as ReactNode })
        else timer = setTimeout(next, 0)
      } catch (error) {
        setMade({ error })
      }
    }
    timer = setTimeout(next, 0)
    return () => {
      clearTimeout(timer)
      // What the work holds is given back, also where it stopped half-way.
      parts.return(null)
    }
  }, [work])
  // The note alone is spoken: a table is there to be read, not to be heard from beginning to end.
  if (!made) return <p aria-live="polite">{note}</p>
  if ('error' in made)
    return <p role="alert">{made.error instanceof Error ? made.error.message : String(made.error)}</p>
  return made.result
}
