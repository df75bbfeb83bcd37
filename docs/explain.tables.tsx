import { runForward } from '@glassformer/core'
import { type Explanation, explain, type Factor, type Source } from '@glassformer/core/explain'
import { DEFAULT_PROMPT, loadTextModel } from '@glassformer/core/models/text'
import { digits } from './format'
import { Later } from './Later'
import { Table } from './Table'

const run = () => runForward(loadTextModel(), DEFAULT_PROMPT)
const number = (value: number) => digits(value, 4)
const placeOf = ({ name, index }: Pick<Source, 'name' | 'index'>) => `${name} [${index.join(', ')}]`
const named = (factor: Factor) => (factor.name === null ? factor.step : placeOf(factor))

/** The terms of one score, as the core gives them. */
export function ScoreTerms() {
  return <Later note="Running the prompt…" work={score} />
}

function* score() {
  const trace = run()
  yield
  const last = trace.tokens.length - 1
  const { terms, value, steps } = explain(trace, 'blocks.0.attn.scores', [0, last, last - 1])
  const sum = terms.reduce((all, term) => all + term.value, 0)
  return (
    <>
      <Table
        head={['term', 'factors', 'their values']}
        rows={[
          ...terms.slice(0, 3).map((term, i) => ({
            id: `${i}`,
            cells: [
              number(term.value),
              term.factors.map(named).join(' × '),
              term.factors.map((factor) => number(factor.value)).join(' × '),
            ],
          })),
          { id: 'more', cells: [`and ${terms.length - 3} more`, '', ''] },
          { id: 'sum', cells: [number(sum), 'sum of all terms', `the trace has ${number(value)}`] },
        ]}
      />
      <Table
        head={['step', 'value']}
        rows={steps.map((step) => ({ id: step.name, cells: [step.name, number(step.value)] }))}
      />
    </>
  )
}

/** From a logit down to the embedding, each time by the number that weighs most. */
export function WayDown() {
  return <Later note="Running the prompt…" work={way} />
}

function* way() {
  const trace = run()
  yield
  const logits = trace.tensor('logits')
  const last = trace.tokens.length - 1
  const row = logits.data.subarray(last * (logits.shape[1] as number))
  const opened: Explanation[] = []
  for (
    let next: Pick<Source, 'name' | 'index'> | undefined = {
      name: 'logits',
      index: [last, row.indexOf(Math.max(...row))],
    };
    next;
    next = heaviest(opened.at(-1) as Explanation)
  )
    opened.push(explain(trace, next.name, next.index))
  return (
    <Table
      head={['number', 'value', 'operation', 'terms']}
      rows={opened.map((one) => ({
        id: placeOf(one),
        cells: [<code key="name">{placeOf(one)}</code>, number(one.value), one.operation, one.terms.length || ''],
      }))}
    />
  )
}

const isParameter = ({ name }: Source) => /\.([Wb]_\w+|[wb])$/.test(name)

/** The first number that is no parameter in the largest term that has one, or in the steps that stand in it; else the parameter, at the end. */
function heaviest({ terms, steps }: Explanation): Source | undefined {
  const factors = [...terms]
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .flatMap((term) => term.factors)
    .flatMap((one) => (one.name === null ? (steps.find((step) => step.name === one.step)?.of ?? []) : [one]))
  return factors.find((one) => !isParameter(one)) ?? factors[0]
}
