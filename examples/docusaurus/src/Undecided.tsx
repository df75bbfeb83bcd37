import {
  createFigure,
  Figure,
  type FigureViewProps,
  formatExact,
  number,
  type PaintContext,
  plain,
  Said,
  Surface,
  say,
  type TraceOfKind,
  tokenNames,
} from '@glassformer/components/kit'
import { useCallback, useMemo } from 'react'

/** How undecided the model is after each position: the entropy of what it expects, in nats. */
function entropiesOf(trace: TraceOfKind<'forward'>) {
  const {
    data,
    shape: [positions = 0, vocabulary = 0],
  } = trace.tensor('probs')
  const each = Array.from({ length: positions }, (_, at) =>
    Array.from(data.subarray(at * vocabulary, (at + 1) * vocabulary)).reduce(
      (sum, p) => (p > 0 ? sum - p * Math.log(p) : sum),
      0,
    ),
  )
  return { each, most: Math.log(vocabulary), nameOf: tokenNames(trace.tokens) }
}

function Entropies({ shown, ...rest }: FigureViewProps<ReturnType<typeof entropiesOf>>) {
  const { lesson, trace, frame, data } = shown
  const { each, most, nameOf } = data
  const draw = useCallback(
    (brush: CanvasRenderingContext2D, { frame: now, palette, width, height }: PaintContext<'forward'>) => {
      brush.clearRect(0, 0, width, height)
      brush.fillStyle = palette.forward
      const step = width / each.length
      // No bar before its probabilities are there.
      for (const [at, entropy] of each.slice(0, now?.predicted ?? 0).entries()) {
        const tall = (entropy / most) * height
        brush.fillRect((at + 0.1) * step, height - tall, 0.8 * step, tall)
      }
    },
    [each, most],
  )
  const still = useMemo(() => ({ draw, width: 560, height: 120 }), [draw])
  const last = frame.predicted - 1
  return (
    <Figure
      {...rest}
      heading="Undecided"
      trace={trace}
      caption={
        <Said>
          {last < 0
            ? 'Nothing is predicted yet.'
            : say`After ${nameOf(last)}, what comes next is undecided by ${number(formatExact(each[last] ?? 0))} nats.`}
        </Said>
      }
      table={{
        caption: 'Entropy of what comes next, in nats',
        columns: ['after', 'entropy'],
        rows: () => each.slice(0, last + 1).map((entropy, at) => [plain([nameOf(at)]), formatExact(entropy)]),
      }}
    >
      <div style={{ position: 'relative', height: '7.5rem' }}>
        <Surface lesson={lesson} kind="forward" draw={draw} still={still} />
      </div>
    </Figure>
  )
}

export const Undecided = createFigure({
  name: 'Undecided',
  heading: 'Undecided',
  kind: 'forward',
  read: entropiesOf,
  View: Entropies,
})
