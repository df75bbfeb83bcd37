import type { ReactNode } from 'react'
import { Said } from '../../messages/Said'
import type { Sentence } from '../../messages/say'

/** What somebody said: the reader, or the run. */
export interface Line {
  readonly who: string
  readonly said: Sentence
}

interface Props {
  readonly verdict: ReactNode
  readonly lines: readonly Line[]
  readonly remarks: readonly Sentence[]
}

/** The reader's answer beside the run's. */
export function Result({ verdict, lines, remarks }: Props) {
  return (
    <>
      <p className="gf-ask-verdict">{verdict}</p>
      {lines.map(({ who, said }) => (
        <p key={who} className="gf-ask-line">
          <span className="gf-ask-who">{who}</span>{' '}
          <span dir="auto">
            <Said>{said}</Said>
          </span>
        </p>
      ))}
      {remarks.map((remark, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: remarks have no identity but their place
        <p key={i} className="gf-ask-remark" dir="auto">
          <Said>{remark}</Said>
        </p>
      ))}
    </>
  )
}
