import { type CellBuffers, type Now, signedT } from '../../kit'
import { type Bounds, type PipelineTrace, rowOf, type Stage } from './data'
import { computedAt, focusPosition } from './state'

/** Rows of pixels to a stage: the first and the last are the gap to the next strip. */
export const ROWS = 8

/** What the column is painted from, besides the moment. */
export interface ColumnScene {
  readonly trace: PipelineTrace
  readonly stages: readonly Stage[]
  readonly bounds: Bounds
  readonly promptLength: number
}

/** The vector of the position in focus at every stage that it has come out of, a strip each. */
export function fillColumn(
  { trace, stages, bounds, promptLength }: ColumnScene,
  { level, opacity }: CellBuffers,
  { frame, selection }: Now<'forward'>,
): void {
  if (!frame) return
  const width = trace.config.dModel
  const position = focusPosition(frame, promptLength, selection.position)
  stages.forEach((stage, s) => {
    const row = computedAt(stage, frame) > position ? rowOf(trace, stage.tensor, position) : null
    const bound = bounds[stage.kind]
    for (let r = 0; r < ROWS; r++)
      for (let i = 0; i < width; i++) {
        const at = (s * ROWS + r) * width + i
        level[at] = row ? Math.round(255 * signedT(row[i] as number, bound)) : 0
        opacity[at] = row && r > 0 && r < ROWS - 1 ? 255 : 0
      }
  })
}
