import type { Interventions } from '../inference/options'
import { activationLayout } from '../model/activations'
import type { Run } from '../model/run'
import { checkOptions, checkText, isList, isObject, type Names } from '../tensor/checks'
import { checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import type { Floats } from '../tensor/tensor'
import { type Plan, planOf } from './plan'
import type { Intervention } from './types'

/**
 * Changes to make while a model runs: `runForward(model, tokens, { interventions: intervene([...]) })`, and `generate`.
 * Each takes place when its activation is computed, before anything reads it; those at the same activation in the order
 * given. What comes before is as it was; a cache that a decode step reads keeps what changed K and V made of it.
 * The run throws `unknown-tensor`, `out-of-range` or `bad-option` for what does not fit it.
 */
export function intervene(list: readonly Intervention[]): Interventions {
  checkOption('The interventions', list, Array.isArray(list), 'an array, as in intervene([{ tensor, scale: 0 }])')
  for (const one of list) checkIntervention(one)
  return {
    bind(model, positions) {
      const layout = activationLayout(model.config, positions)
      const plans = list.map((intervention) => planOf(intervention, layout, positions))
      return {
        records: plans.map(({ record }) => record),
        edits: (run) => (name, lo, hi) => {
          for (const plan of plans) if (plan.name === name) apply(plan, run, lo, hi)
        },
      }
    },
  }
}

const NAMES: Names<Required<Intervention>> = {
  ...{ tensor: true, positions: true, head: true, keys: true, scale: true, set: true, from: true, fromPositions: true },
}

function checkIntervention(one: Intervention): void {
  const { tensor, positions, head, keys, scale, set, from, fromPositions } = checkOptions('an intervention', one, NAMES)
  checkText('tensor', tensor)
  for (const [name, value] of Object.entries({ positions, keys, fromPositions }))
    checkOption(name, value, value === undefined || isList(value), 'an array of whole numbers')
  checkOption(
    'head',
    head,
    head === undefined || typeof head === 'number' || isList(head),
    'a whole number, or an array',
  )
  checkOption('scale', scale, scale === undefined || typeof scale === 'number', 'a number')
  checkOption(
    'set',
    set,
    set === undefined || typeof set === 'number' || isList(set),
    'a number, or an array of numbers',
  )
  const isTrace = from === undefined || (isObject(from) && typeof from.tensor === 'function' && isList(from.tokens))
  checkOption('from', from, isTrace, 'a trace')
}

function apply(plan: Plan, run: Run, lo: number, hi: number): void {
  const data = dataOf(run, plan.name)
  for (const [i, position] of plan.record.positions.entries()) {
    const row = position - run.base
    if (row < lo || row >= hi) continue
    for (const [h, head] of plan.heads.entries())
      if (plan.perQuery) editCells(plan, run, data, i, row, head)
      else {
        const at = (row * plan.nHeads + head) * plan.width
        for (let c = 0; c < plan.width; c++) data[at + c] = plan.change(data[at + c]!, i, head, c, h * plan.width + c)
      }
  }
}

/** One query's row of scores or of a pattern: only what is not masked, and held, is there to be changed. */
function editCells(plan: Plan, run: Run, data: Floats, i: number, row: number, head: number): void {
  const scores = plan.name.endsWith('scores') ? data : dataOf(run, plan.name.replace(/pattern$/, 'scores'))
  const at = (head * run.positions + row) * run.keys
  const position = row + run.base
  const keys = plan.keys ?? Array.from({ length: run.keys }, (_, s) => s)
  for (const [n, s] of keys.entries())
    if (scores[at + s] !== -Infinity) data[at + s] = plan.change(data[at + s]!, i, head, s, n)
  if (data === scores && data.subarray(at, at + run.keys).every((score) => score === -Infinity))
    throw new GlassformerError(
      'bad-option',
      say`${plan.name}: no key is left to the query at position ${position} of head ${head}; leave it one.`,
    )
}

function dataOf({ layout, buffer }: Run, name: string): Floats {
  const { offset = 0, size = 0 } = layout.byName.get(name) ?? {}
  return buffer.subarray(offset, offset + size)
}
