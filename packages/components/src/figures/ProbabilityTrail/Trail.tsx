'use client'
import { CellGrid, plain, Ring, Said } from '../../kit'
import { rankHeight, rankMarks, standsUnder } from './geometry'
import { isNextKnown } from './shown'
import { cellSentence, type Pointed, type TrailNow, tokenOf } from './words'

interface TrailProps {
  readonly now: TrailNow
  readonly pointed: Pointed | null
  readonly onPoint: (at: Pointed | null) => void
  readonly onClear: () => void
}

/** Where the scale of ranks begins and ends in the picture's height, and where the probabilities stand under it, in percent. */
const TOP = 16
const BOTTOM = 76
const PROBS = 92

/** Where the token in focus stands that follows in the end, layer by layer: 1 on top, the last of all at the bottom. */
export function Trail({ now, pointed, onPoint, onClear }: TrailProps) {
  const { data, state, focus, messages } = now
  const { depths, dVocab } = data
  const known = focus < state.visible && isNextKnown(data, state, focus)
  const next = known ? tokenOf(now, data.nextAt(focus).id) : null
  const percent = (part: number) => `${Math.round(part * 1e4) / 100}%`
  const x = (depth: number) => percent((depth + 0.5) / depths)
  const y = (rank: number) => percent((TOP + (BOTTOM - TOP) * rankHeight(rank, dVocab)) / 100)
  const points = known
    ? Array.from({ length: depths }, (_, depth) => ({ depth, ...data.standingAt(depth, focus) }))
    : []
  const token = now.nameOf(focus)
  const column = pointed?.at === 'cell' && pointed.position === focus ? pointed.depth : null
  return (
    <>
      <p className="gf-trail-title" dir="auto">
        <Said>{next ? messages.trail({ token, next, of: dVocab }) : messages.trailWaiting({ token })}</Said>
      </p>
      <svg className="gf-trail-scale" aria-hidden="true">
        <text x="100%" y="3%" data-name>
          {messages.rankAxis}
        </text>
        {rankMarks(dVocab).map((rank) => (
          <text key={rank} x="100%" y={y(rank)}>
            {messages.rank(rank)}
          </text>
        ))}
        <text x="100%" y={`${PROBS}%`} data-name>
          {messages.probAxis}
        </text>
      </svg>
      <div className="gf-trail-chart">
        <svg aria-hidden="true">
          {rankMarks(dVocab).map((rank) => (
            <line key={rank} x1="0" x2="100%" y1={y(rank)} y2={y(rank)} data-mark="grid" />
          ))}
          {points.slice(1).map(({ depth, rank }, i) => (
            <line
              key={depth}
              x1={x(depth - 1)}
              x2={x(depth)}
              y1={y((points[i] as { rank: number }).rank)}
              y2={y(rank)}
              data-mark="trail"
            />
          ))}
          {points.map(({ depth, rank, prob }, _, all) => (
            <g key={depth} data-first={rank === 1 || undefined}>
              <circle cx={x(depth)} cy={y(rank)} r="4" />
              <text
                x={x(depth)}
                y={y(rank)}
                data-mark="rank"
                data-under={
                  standsUnder(
                    all.map((point) => point.rank),
                    depth,
                    dVocab,
                  ) || undefined
                }
              >
                {messages.rank(rank)}
              </text>
              <text x={x(depth)} y={`${PROBS}%`} data-mark="prob">
                {messages.prob(prob)}
              </text>
            </g>
          ))}
        </svg>
        {column !== null && <Ring mark="focus" column={column} rows={1} columns={depths} />}
        <CellGrid
          label={messages.trailLabel({ next })}
          rows={1}
          columns={depths}
          nameOf={({ column: depth }) => plain(cellSentence(now, { depth, position: focus }))}
          onPoint={(cell) => onPoint(cell && { at: 'cell', depth: cell.column, position: focus })}
          onClear={onClear}
        />
      </div>
    </>
  )
}
