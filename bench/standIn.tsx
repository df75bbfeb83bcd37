import type { BackwardFrame, ForwardFrame } from '@glassformer/core'
import { memo, useMemo, useSyncExternalStore } from 'react'
import { useLesson } from '../packages/components/src/lesson/context'
import type { RunKind } from '../packages/components/src/lesson/handle'

/**
 * The figures' pictures as one writes them with React alone: state, and an SVG element per cell, as many cells as the figures
 * show, and none where a query does not see a key. Written with care: the cells of a position, or of a stage, are one memoised
 * group, which renders when what it shows changes, and the groups are told nothing else. There are no controls, labels,
 * tables or arcs.
 */
interface Picture {
  readonly kind: RunKind
  /** Groups of cells: one for each position where none is said. */
  readonly groups?: number
  /** Cells of the largest group, and whether each group has one more than the one before it, up to so many. */
  readonly cells: number
  readonly stairs?: boolean
  readonly heightPx: number
  /** How many groups are filled by now. */
  readonly filled: (frame: ForwardFrame | BackwardFrame, positions: number) => number
  /** Whether other numbers stand in the cells in each step. */
  readonly changes?: boolean
}

const forward = (pick: (frame: ForwardFrame) => number | undefined) => (frame: ForwardFrame | BackwardFrame) =>
  frame.kind === 'backward' ? 0 : (pick(frame) ?? 0)

const LAYERS = [0, 1, 2, 3]
const square = (heightPx: number): Picture => ({
  kind: 'forward',
  cells: 70,
  stairs: true,
  heightPx,
  filled: forward((frame) => frame.attended.at(-1)),
})
/** By figure, its pictures: the text model has 4 layers of 4 heads of 16 numbers. */
const PICTURES: Readonly<Record<string, readonly Picture[]>> = {
  // The vector of one position, of 64 numbers, at ten stages.
  pipeline: [
    {
      kind: 'forward',
      groups: 10,
      cells: 64,
      heightPx: 420,
      changes: true,
      filled: forward(
        ({ attended, done, cue }) => 2 + [...attended, ...done].filter((count) => count >= cue.to).length,
      ),
    },
  ],
  attention: [square(480), ...LAYERS.map(() => square(120))],
  cache: LAYERS.map((layer) => ({
    kind: 'forward',
    // The last layer is open, with its 16 numbers of each head's key and value; the others show one cell for each vector.
    cells: layer === 3 ? 2 * 4 * 16 : 2 * 4,
    heightPx: layer === 3 ? 400 : 60,
    filled: forward((frame) => frame.written[layer]),
  })),
  comparison: [0, 1].map(() => square(400)),
  // Norms of eight tensors a layer, of the embeddings and of the logits.
  wave: [
    {
      kind: 'backward',
      cells: 8 * 4 + 2,
      heightPx: 520,
      filled: (frame, positions) => Math.round(frame.progress * positions),
    },
  ],
}

export function StandIn({ name }: { name: string }) {
  const { handle } = useLesson()
  const pictures = PICTURES[name] ?? []
  const kind = pictures[0]?.kind ?? 'forward'
  const read = () => handle.frameOf(kind)
  const frame = useSyncExternalStore(handle.time.subscribe, read, read)
  const positions = (handle.run.generation ?? handle.run.forward)?.tokens.length ?? 0
  if (!frame) return null
  return (
    <figure style={{ margin: 0 }}>
      <figcaption>
        {name}: {frame.cue.kind} {frame.cue.index}, {(100 * frame.progress).toFixed(0)}%
      </figcaption>
      {pictures.map((picture, i) => (
        <Cells
          // biome-ignore lint/suspicious/noArrayIndexKey: a picture is its place
          key={i}
          groups={picture.groups ?? positions}
          picture={picture}
          filled={picture.filled(frame, positions)}
          step={picture.changes ? frame.cue.step : 0}
        />
      ))}
    </figure>
  )
}

const Cells = memo(function Cells(props: { groups: number; picture: Picture; filled: number; step: number }) {
  const { groups, picture, filled, step } = props
  return (
    <svg
      role="img"
      aria-label="cells"
      viewBox={`0 0 ${groups} ${picture.cells}`}
      preserveAspectRatio="none"
      style={{ display: 'block', width: '100%', height: picture.heightPx }}
    >
      {Array.from({ length: groups }, (_, at) => (
        <Group
          // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
          key={at}
          at={at}
          cells={picture.stairs ? at + 1 : picture.cells}
          step={step}
          state={at < filled - 1 ? 'done' : at < filled ? 'now' : 'none'}
        />
      ))}
    </svg>
  )
})

interface GroupProps {
  readonly at: number
  readonly cells: number
  readonly step: number
  readonly state: 'done' | 'now' | 'none'
}

/** The cells of one group, each with its own colour: those at work are brighter. */
const Group = memo(function Group({ at, cells, step, state }: GroupProps) {
  const colors = useMemo(
    () =>
      Array.from(
        { length: cells },
        (_, i) => `hsl(${(at * 37 + i * 11 + step * 53) % 360} 60% ${30 + ((i * 7) % 40)}%)`,
      ),
    [at, cells, step],
  )
  const opacity = state === 'none' ? 0 : state === 'now' ? 1 : 0.8
  return colors.map((fill, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
    <rect key={i} x={at} y={i} width={1} height={1} fill={fill} opacity={opacity} />
  ))
})
