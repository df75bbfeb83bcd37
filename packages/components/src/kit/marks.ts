/** Marks that mean the same in every figure. */
export { LegendKey, type LegendKeyProps, type LegendMark, LegendScale, type LegendScaleProps } from '../marks/LegendKey'
export { LitCells, type LitCellsProps } from '../marks/LitCells'
export { Ring, type RingProps } from '../marks/Ring'
export { seenPolygon } from '../marks/stairs'
export { Unseen } from '../marks/Unseen'
