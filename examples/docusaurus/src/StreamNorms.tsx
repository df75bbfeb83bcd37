import {
  createFigure, Figure, type FigureViewProps, formatExact, HeatGrid, LegendScale, number, plain, Said, say, 
  type TraceOfKind, tokenNames,useSelection,
} from '@glassformer/components/kit'

/** The trace as it is drawn: the length of the residual stream after each layer, at each position. */
function normsOf(trace: TraceOfKind<'forward'>) {
  const layers = Array.from({ length: trace.config.nLayers }, (_, layer) => {
    const { data, shape: [positions = 0, width = 0] } = trace.tensor(`blocks.${layer}.resid_post`)
    return Array.from({ length: positions }, (_, at) => Math.hypot(...data.subarray(at * width, (at + 1) * width)))
  })
  const positions = layers[0]?.length ?? 0
  return { layers, positions, most: Math.max(...layers.flat()), nameOf: tokenNames(trace.tokens) }
}

/** What is seen and said at a moment. `frame.done` is how many positions have come through each layer: no more is told. */
function Norms({ shown, ...rest }: FigureViewProps<ReturnType<typeof normsOf>>) {
  const { lesson, trace, frame, data } = shown
  const { layers, positions, most, nameOf } = data
  const [{ layer, position }, { hover, pin }] = useSelection(lesson)
  const norm = (row: number, column: number) => layers[row]?.[column] ?? 0
  const isThere = (row: number, column: number, { done } = frame) => column < (done[row] ?? 0)
  const sentence = (row: number, column: number) =>
    isThere(row, column)
      ? say`After layer ${row}, the stream of ${nameOf(column)} is ${number(formatExact(norm(row, column)))} long.`
      : say`Position ${column} has not come through layer ${row} yet.`
  const last = Math.max(...frame.done)
  const chosen = layer !== null && position !== null && position < positions ? { row: layer, column: position } : null
  return (
    <Figure
      {...rest}
      heading="Stream norms"
      trace={trace}
      caption={<Said>{last ? sentence(frame.done.lastIndexOf(last), last - 1) : 'Nothing is computed yet.'}</Said>}
      readout={chosen && <Said>{sentence(chosen.row, chosen.column)}</Said>}
      legend={<LegendScale ramp="forward" from="0" to={formatExact(most)}>length of the stream</LegendScale>}
      terms={[{ term: 'residual stream', means: 'the vector that a token carries; each layer adds to it' }]}
      table={{
        caption: 'Length of the residual stream',
        columns: ['token', ...layers.map((_, row) => `layer ${row}`)],
        rows: () => layers[0]?.slice(0, last).map((_, column) => [
          plain([nameOf(column)]),
          ...layers.map((_, row) => (isThere(row, column) ? formatExact(norm(row, column)) : '')),
        ]) ?? [],
      }}
      about="Each layer adds the output of its attention and of its MLP to the vector."
    >
      <HeatGrid
        lesson={lesson}
        kind="forward"
        rows={layers.map((_, row) => `${row}`)}
        columns={Array.from({ length: positions }, (_, at) => (at < frame.tokensVisible ? nameOf(at).token : ''))}
        rowAxis="layer"
        columnAxis="token"
        ramp="forward"
        valueAt={({ row, column }, now) => (now && isThere(row, column, now) ? norm(row, column) / most : null)}
        label="Length of the residual stream. Arrow keys move, Enter keeps a cell, Escape lets go."
        nameOf={({ row, column }) => plain(sentence(row, column))}
        chosen={chosen}
        onPoint={(cell) => hover(cell && { layer: cell.row, position: cell.column })}
        onChoose={({ row, column }) => pin({ layer: row, position: column })}
      />
    </Figure>
  )
}

export const StreamNorms =
  createFigure({ name: 'StreamNorms', heading: 'Stream norms', kind: 'forward', read: normsOf, View: Norms })
