/** What is painted, and the reader's way into it. */
export { CellGrid, type CellGridProps, type GridCell } from '../a11y/CellGrid'
export { type Along, moveFocus } from '../a11y/rovingFocus'
export { observeSize } from '../browser/observe'
export { type CellBuffers, Heatmap, type HeatmapProps } from '../canvas/Heatmap'
export { rem } from '../canvas/rootScale'
export { Surface, type SurfaceProps, type SurfaceStill } from '../canvas/Surface'
export { type PaintContext, type PainterOptions, usePainter } from '../canvas/usePainter'
export { useWidth } from '../canvas/useWidth'
