'use client'
import { type CSSProperties, useCallback } from 'react'
import {
  type CellAddress,
  type CellBuffers,
  CellGrid,
  formatExact,
  formatProb,
  type GridCell,
  Heatmap,
  type LessonHandle,
  LitCells,
  type Now,
  plain,
  Ring,
  Said,
  TokenChip,
} from '../../kit'
import { addressIn, nameIn, valueAddress, valueHead } from './data'
import { fillSum } from './paint'
import { askedOf, pouredOf } from './state'
import { linesOf, type OutputSum, type SumLine } from './sum'
import type { Pair, Pointer } from './usePointer'
import { type HeadNow, sumSentence } from './words'

interface WeightedSumProps {
  readonly lesson: LessonHandle
  readonly now: HeadNow
  readonly sum: OutputSum
  /** The most terms that are shown one by one: keeps the place of the longest sum. */
  readonly most: number
  readonly pointer: Pointer
  readonly isChosen: (cell: GridCell) => boolean
}

/** The query's output as a sum that can be read line by line: weight times value, and z under the rule. */
export function WeightedSum(props: WeightedSumProps) {
  const { now, sum, most } = props
  const { data, state, focus, messages } = now
  const widest = Math.max(...data.last.map((last, query) => last - (data.first[query] ?? 0) + 1))
  return (
    <div className="gf-attn-sum" style={{ '--gf-lines': Math.min(widest, most + 1) + 1 } as CSSProperties}>
      <p className="gf-attn-sum-title" dir="auto">
        <Said>{messages.sumTitle({ query: focus < now.visible ? now.nameOf(focus) : null })}</Said>
      </p>
      <Lines {...props} lines={linesOf(sum)} isReady={askedOf(state, focus) === 1} />
    </div>
  )
}

interface LinesProps extends WeightedSumProps {
  readonly lines: readonly SumLine[]
  /** Whether the weights are there. Before, the lines have nothing to say; their grid stays, as it may have the focus. */
  readonly isReady: boolean
}

function Lines({ lesson, now, sum, lines, isReady, pointer, isChosen }: LinesProps) {
  const { data, head, focus, messages } = now
  const count = lines.length + 1
  const width = sum.z.length
  const fill = useCallback(
    (cells: CellBuffers, { frame }: Now<'forward'>) => fillSum(cells, frame, data, head, focus, sum),
    [data, head, focus, sum],
  )
  /** What a line stands for in the lesson: its query, and a term's key too. */
  const pairOf = (row: number): Pair => {
    const line = lines[row]
    return line?.kind === 'term' ? { position: focus, key: line.key } : { position: focus }
  }
  const point = (row: number) => (here: boolean) =>
    pointer.point(here ? { at: 'line', row } : null, here ? pairOf(row) : null)
  const choose = (row: number) => pointer.choose(pairOf(row))
  /** A line shows what is weighed of a value; the total the output itself. What was gathered or changed is no number of the run. */
  const addressAt = ({ row, column }: GridCell) => {
    const line = lines[row]
    if (!line) return addressIn(data, 'output', head, { row: focus, column })
    return line.kind === 'term' ? valueAddress(data, head, line.key, column) : null
  }
  const placeOf = ({ tensor, index }: CellAddress): GridCell | null => {
    const [position, h, column] = index as [number, number, number]
    if (tensor === nameIn(data, 'z') && h === head && position === focus) return { row: lines.length, column }
    const row = lines.findIndex((line) => line.kind === 'term' && line.key === position)
    return tensor === nameIn(data, 'v') && h === valueHead(data, head) && row >= 0 ? { row, column } : null
  }
  const isPoured = isReady && pouredOf(now.state, focus) === 1
  const { pointed } = pointer
  return (
    <div className="gf-attn-lines" style={{ gridTemplateRows: `repeat(${count}, 1.75rem)` }}>
      {isReady &&
        lines.map((line, row) => (
          <Line
            key={line.kind === 'term' ? line.key : line.kind}
            line={line}
            now={now}
            onPoint={point(row)}
            onChoose={() => choose(row)}
          />
        ))}
      {isReady && <Line line={null} now={now} onPoint={point(lines.length)} onChoose={() => choose(lines.length)} />}
      <div className="gf-attn-strips" data-waiting={!isReady || undefined}>
        {isReady ? (
          <Heatmap
            lesson={lesson}
            kind="forward"
            rows={count}
            columns={width}
            ramp="diverging"
            fill={fill}
            followSelection={false}
          />
        ) : (
          <p>{messages.sumWaiting}</p>
        )}
        {isReady && <span className="gf-attn-gaps" />}
        {pointed?.at === 'sum' && pointed.row < count && <Ring {...pointed} rows={count} columns={width} />}
        {isPoured && <LitCells lesson={lesson} rows={count} columns={width} placeOf={placeOf} />}
        <CellGrid
          label={messages.sumLabel}
          rows={count}
          columns={width}
          nameOf={(cell) => plain(sumSentence(now, sum, cell))}
          isChosen={({ row }) => {
            const { key } = pairOf(row)
            return key != null && isChosen({ row: focus, column: key })
          }}
          onPoint={(cell) => pointer.point(cell && { at: 'sum', ...cell }, cell && pairOf(cell.row))}
          onChoose={(cell, anchor) => pointer.choose(pairOf(cell.row), isPoured ? addressAt(cell) : null, anchor)}
          onClear={pointer.clear}
        />
      </div>
    </div>
  )
}

interface LineProps {
  /** `null` is the total under the lines. */
  readonly line: SumLine | null
  readonly now: HeadNow
  readonly onPoint: (here: boolean) => void
  readonly onChoose: () => void
}

/** The name of a line, and its weight. The keyboard reaches what it stands for through the cells. */
function Line({ line, now: { data, focus, nameOf, messages }, onPoint, onChoose }: LineProps) {
  const chip = (position: number) => (
    <TokenChip text={data.texts[position] ?? ''} position={nameOf(position).position} maxLetters={8} />
  )
  const weight = line && line.kind !== 'changed' && (
    <span className="gf-attn-line-weight">
      <span dir="auto">
        <b title={formatExact(line.weight)}>{formatProb(line.weight)}</b> {messages.times}
      </span>
    </span>
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard reaches it through the cells
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <span
      className="gf-attn-term"
      onPointerEnter={() => onPoint(true)}
      onPointerLeave={() => onPoint(false)}
      onClick={onChoose}
    >
      <span className="gf-attn-line-name" data-line={line?.kind ?? 'total'}>
        {!line && chip(focus)}
        {line?.kind === 'term' && chip(line.key)}
        {line?.kind === 'others' && <span dir="auto">{messages.others({ count: line.count })}</span>}
        {line?.kind === 'changed' && messages.changed}
      </span>
      {line ? weight : <span className="gf-attn-line-weight">{messages.output} =</span>}
    </span>
  )
}
