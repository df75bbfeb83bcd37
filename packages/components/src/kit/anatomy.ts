/** The parts that every figure has, in their places. */
export type { DataTableProps, TableCell, TableNumber } from '../anatomy/DataTable'
export { Figure, type FigureProps, type Term } from '../anatomy/Figure'
export { TokenButton, type TokenButtonProps } from '../anatomy/TokenButton'
export { TokenChip, type TokenChipProps } from '../anatomy/TokenChip'
export { PromptInput } from '../controls/PromptInput/PromptInput'
export { Segments, type SegmentsProps } from '../controls/Segments'
export { Transport, type TransportProps } from '../controls/Transport'
