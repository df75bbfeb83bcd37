import type { BackwardFrame, ForwardFrame } from '@glassformer/core'
import { memo, useMemo, useSyncExternalStore } from 'react'
import { useLesson } from '../packages/components/src/lesson/context'
import type { RunKind } from '../packages/components/src/lesson/handle'

/**
 * The figures' pictures as one writes them with React alone: state, and an SVG element per cell, as many cells as the figures
 * have. Written with care: a position's cells are one memoised group, which renders when what it shows changes, and the
 * groups are told nothing else. There are no controls, labels, tables or arcs.
 */
interface Picture {
  readonly kind: RunKind
  /** Cells that one position has. */
  readonly cells: number
  readonly heightPx: number
  /** How many positions are filled, given what the clock shows, with `layer` counted from 0. */
  readonly filled: (frame: ForwardFrame | BackwardFrame, positions: number) => number
}

const forward = (pick: (frame: ForwardFrame) => number | undefined) => (frame: ForwardFrame | BackwardFrame) =>
  frame.kind === 'backward' ? 0 : (pick(frame) ?? 0)

const LAYERS = [0, 1, 2, 3]
const square = (heightPx: number): Picture => ({
  kind: 'forward',
  cells: 70,
  heightPx,
  filled: forward((frame) => frame.attended.at(-1)),
})
/** By figure, its pictures: the text model has 4 layers of 4 heads of 16 numbers. */
const PICTURES: Readonly<Record<string, readonly Picture[]>> = {
  pipeline: [{ kind: 'forward', cells: 10 * 64, heightPx: 420, filled: forward((frame) => frame.tokensVisible) }],
  attention: [square(480), ...LAYERS.map(() => square(120))],
  cache: LAYERS.map((layer) => ({
    kind: 'forward',
    // The last layer is open, with its 16 numbers of each head's key and value; the others show one cell for each vector.
    cells: layer === 3 ? 2 * 4 * 16 : 2 * 4,
    heightPx: layer === 3 ? 400 : 60,
    filled: forward((frame) => frame.written[layer]),
  })),
  comparison: [0, 1].map(() => ({ ...square(400), cells: 71 })),
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
          positions={positions}
          picture={picture}
          filled={picture.filled(frame, positions)}
        />
      ))}
    </figure>
  )
}

const Cells = memo(function Cells(props: { positions: number; picture: Picture; filled: number }) {
  const { positions, picture, filled } = props
  return (
    <svg
      role="img"
      aria-label="cells"
      viewBox={`0 0 ${positions} ${picture.cells}`}
      preserveAspectRatio="none"
      style={{ display: 'block', width: '100%', height: picture.heightPx }}
    >
      {Array.from({ length: positions }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
        <Group key={at} at={at} cells={picture.cells} state={at < filled - 1 ? 'done' : at < filled ? 'now' : 'none'} />
      ))}
    </svg>
  )
})

/** The cells of one position, each with its own colour: those at work are brighter. */
const Group = memo(function Group({ at, cells, state }: { at: number; cells: number; state: 'done' | 'now' | 'none' }) {
  const colors = useMemo(
    () => Array.from({ length: cells }, (_, i) => `hsl(${(at * 37 + i * 11) % 360} 60% ${30 + ((i * 7) % 40)}%)`),
    [at, cells],
  )
  const opacity = state === 'none' ? 0 : state === 'now' ? 1 : 0.8
  return colors.map((fill, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
    <rect key={i} x={at} y={i} width={1} height={1} fill={fill} opacity={opacity} />
  ))
})
