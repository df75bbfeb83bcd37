import type { ReactNode } from 'react'
import { Said } from '../../messages/Said'
import type { Sentence } from '../../messages/say'

/** What somebody said, the reader or the run: a sentence, or words of the author. */
export type Line = { readonly who: string } & ({ readonly said: Sentence } | { readonly words: ReactNode })

/** Who said what, one under another. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) return null
  return (
    <div className="gf-ask-lines">
      {lines.map((line) => (
        <div key={line.who} className="gf-ask-line">
          <span className="gf-ask-who">{line.who}</span>{' '}
          <span dir="auto">{'said' in line ? <Said>{line.said}</Said> : line.words}</span>
        </div>
      ))}
    </div>
  )
}

interface Props {
  readonly verdict: ReactNode
  readonly lines?: readonly Line[]
  readonly remarks: readonly Sentence[]
  /** What the author says to it. */
  readonly children?: ReactNode
}

/** What is said of an answer: the reader's beside the run's. */
export function Result({ verdict, lines = [], remarks, children }: Props) {
  return (
    <>
      <p className="gf-ask-verdict">{verdict}</p>
      <Lines lines={lines} />
      {remarks.map((remark, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: remarks have no identity but their place
        <p key={i} className="gf-ask-remark" dir="auto">
          <Said>{remark}</Said>
        </p>
      ))}
      {children}
    </>
  )
}
