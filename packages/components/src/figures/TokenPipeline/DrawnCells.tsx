import type { MouseEventHandler } from 'react'
import type { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { type DrawnCandidate, drawnCandidate, type Filter, othersOf, type StepDraw, tenthsOf } from './draw'
import type { Shown } from './words'

type Words = (typeof tokenPipelineMessages)['draw']

export interface DrawnCellsProps {
  readonly row: DrawnCandidate
  /** What the row shows of the whole draw. */
  readonly share: string
  readonly words: Words
  /** Whether the logit is open in the inspector. */
  readonly lit: true | undefined
  readonly onOpen: MouseEventHandler<HTMLElement>
}

/** Shares of the rows and of all others, as they are written; they make 100%. */
export function sharesOf(draw: StepDraw, rows: Shown['rows'], words: Words): { rows: string[]; others: string } {
  const parts = [...rows.map((row) => drawnCandidate(draw, row).final), othersOf(draw, rows).final]
  const whole = parts.filter((part) => part > 0).length === 1
  const shares = tenthsOf(parts).map((tenths, i) => words.share({ tenths, prob: parts[i] as number, whole }))
  return { rows: shares.slice(0, -1), others: shares.at(-1) as string }
}

/** From the logit to the share of the draw, from left to right; the name of a filter where it stopped there. */
export function DrawnCells({ row, share, words, lit, onOpen }: DrawnCellsProps) {
  return (
    <>
      {/* The button of the row opens it too, and has said all of this exactly. */}
      <span className="gf-pipe-logit" data-lit={lit} aria-hidden="true" onClick={onOpen}>
        {words.number(row.logit)}
      </span>
      <span className="gf-pipe-logit" aria-hidden="true">
        {words.number(row.scaled)}
      </span>
      {row.filter ? (
        <span className="gf-pipe-cut" aria-hidden="true">
          <span>{words.leftOut(row.filter)}</span>
        </span>
      ) : (
        <svg className="gf-pipe-bar" aria-hidden="true">
          <rect width={`${(100 * row.final).toFixed(2)}%`} height="100%" rx="2" />
        </svg>
      )}
      <b aria-hidden="true">{share}</b>
    </>
  )
}

interface DrawnFootProps {
  readonly shown: Shown
  readonly others: string | undefined
  readonly filters: readonly Filter[]
}

/** What stands under the candidates of a draw: the rest of the vocabulary, and how few each filter left. */
export function DrawnFoot({ shown, others, filters }: DrawnFootProps) {
  const { draw, rows, messages } = shown
  return (
    <>
      <p className="gf-pipe-others">
        {draw && (
          <>
            <span>{messages.draw.others(othersOf(draw, rows).count)}</span>
            <b>{others}</b>
          </>
        )}
      </p>
      <p className="gf-pipe-left" data-filters={filters.length}>
        {draw && messages.draw.left({ vocabulary: draw.sampling.logits.length, left: draw.left })}
      </p>
    </>
  )
}
