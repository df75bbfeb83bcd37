import { type ReactNode, useEffect, useState } from 'react'

interface LaterProps {
  /** What is being done, until it is done. */
  readonly note: string
  /** Does the work of one part at a time, so that the page can be read and scrolled meanwhile. */
  readonly work: () => Generator<unknown, ReactNode>
}

/** Computes a part of a guide after the page is there. Nothing is computed on a server. */
export function Later({ note, work }: LaterProps) {
  const [made, setMade] = useState<ReactNode>()
  useEffect(() => {
    const parts = work()
    let timer: ReturnType<typeof setTimeout> | undefined
    const next = () => {
      const { done, value } = parts.next()
      if (done) setMade(value as ReactNode)
      else timer = setTimeout(next, 0)
    }
    timer = setTimeout(next, 0)
    return () => clearTimeout(timer)
  }, [work])
  return (
    <div aria-busy={made === undefined} aria-live="polite">
      {made ?? <p>{note}</p>}
    </div>
  )
}
