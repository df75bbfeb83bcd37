/**
 * What our figures are made of, for figures of one's own: they import nothing else of this package but their strings.
 * Nothing in this package but figures may import it, or a circle is closed.
 */

// Marks and the way into a picture.
export { CellGrid, type CellGridProps, type GridCell } from '../a11y/CellGrid'
export { type Along, moveFocus } from '../a11y/rovingFocus'
// The anatomy of a figure.
export type { DataTableProps } from '../anatomy/DataTable'
export { Figure, type FigureProps, type Term } from '../anatomy/Figure'
// The run that is shown, and the lesson around.
export { FigureError } from '../anatomy/FigureError'
export { FigureSource, type FigureSourceProps } from '../anatomy/FigureSource'
export type { PropCheck, PropChecks } from '../anatomy/propChecks'
export { TokenButton, type TokenButtonProps } from '../anatomy/TokenButton'
export { TokenChip, type TokenChipProps } from '../anatomy/TokenChip'
export { type FigureNeeds, type FigureRun, type TraceOfKind, useFigureRun } from '../anatomy/useFigureRun'
// What is painted.
export { observeSize } from '../browser/observe'
export { type CellBuffers, Heatmap, type HeatmapProps } from '../canvas/Heatmap'
export { rem } from '../canvas/rootScale'
export { Surface, type SurfaceProps, type SurfaceStill } from '../canvas/Surface'
export { type PaintContext, type PainterOptions, usePainter } from '../canvas/usePainter'
export { useWidth } from '../canvas/useWidth'
// Colours.
export { contrast, DIMMED, type Ink, inkOn, luminance } from '../color/ink'
export type { ColorName, Palette } from '../color/palette'
export { boundWithin, colorTable, type RampName, rampOf, signedT } from '../color/ramp'
export { Segments, type SegmentsProps } from '../controls/Segments'
export { Transport, type TransportProps } from '../controls/Transport'
export { type LessonContextValue, type Typing, useLesson, useTyping } from '../lesson/context'
export type { Anchor, FrameOfKind, Inspected, LessonHandle, LessonRun, RunKind } from '../lesson/handle'
// The moment.
// What the reader points at and keeps.
export {
  type Now,
  type SelectionActions,
  useFollow,
  useFrame,
  useFrameValue,
  usePinned,
  useSelection,
} from '../lesson/hooks'
export { type CellAddress, NO_SELECTION, type Selection, sameCell } from '../lesson/selection'
export { tokensOf } from '../lesson/tokensOf'
export { LegendKey, type LegendKeyProps, type LegendMark, LegendScale, type LegendScaleProps } from '../marks/LegendKey'
export { LitCells, type LitCellsProps } from '../marks/LitCells'
export { Ring, type RingProps } from '../marks/Ring'
export { seenPolygon } from '../marks/stairs'
export { Unseen } from '../marks/Unseen'
// Words and numbers.
export {
  cutMiddle,
  formatBytes,
  formatCount,
  formatExact,
  formatNumber,
  formatProb,
  formatScaled,
  formatShort,
  visibleToken,
} from '../messages/format'
export { Said } from '../messages/Said'
export {
  join,
  number,
  plain,
  type SaidNumber,
  type SaidPart,
  type SaidToken,
  type Sayable,
  type Sentence,
  say,
} from '../messages/say'
// What a trace says.
export { tokenNames } from '../traces/tokenNames'
export { isWindowed, keysOf, seen, type VisibleKeys, visibleKeysOf } from '../traces/visibleKeys'
export { check } from './check'
