import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import type { DataTableProps } from '../../anatomy/DataTable'
import type { backpropWaveMessages } from '../../messages/en/backpropWave'
import { formatNumber, visibleToken } from '../../messages/format'
import type { Wave } from './backpropWave.data'
import { arrived, targetText } from './backpropWave.readout'

const COLUMNS = [
  ['resid_post', 'mlp'],
  ['k', 'kv'],
  ['v', 'kv'],
] as const

/** Rows are positions; columns the loss, then per layer from the top the gradient norms of the stream, keys and values. */
export function tableOf(
  trace: BackwardTrace,
  wave: Wave,
  frame: BackwardFrame,
  { table }: typeof backpropWaveMessages,
): DataTableProps {
  const layers = wave.layers.map((block, layer) => ({ block, layer })).reverse()
  const number = (value: number, known: boolean) => (known ? formatNumber(value, 4) : formatNumber(Number.NaN))
  return {
    caption: table.caption,
    columns: [
      table.position,
      table.token,
      table.target,
      table.loss,
      ...layers.flatMap(({ layer }) => COLUMNS.map(([name]) => table.cell(layer, name))),
    ],
    rows: () =>
      trace.tokens.map((token, t) => {
        const target = targetText(trace, t)
        return [
          t,
          visibleToken(token.text),
          target === null ? formatNumber(Number.NaN) : visibleToken(target),
          number(trace.losses[t] as number, target !== null && arrived(frame, 'loss', null)),
          ...layers.flatMap(({ block, layer }) =>
            COLUMNS.map(([name, part]) => number(block[name][t] as number, arrived(frame, part, layer))),
          ),
        ]
      }),
  }
}
