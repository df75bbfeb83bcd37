import {
  DEFAULT_BAR,
  HEAD_ROLES,
  type HeadScore,
  measureHeads,
  type Probe,
  type Probes,
  passes,
  standardProbes,
} from '@glassformer/core/heads'
import { loadTextModel } from '@glassformer/core/models/text'
import { textProbes } from '@glassformer/core/models/textProbes'
import { Fragment } from 'react'
import { percent } from './format'
import { Later } from './Later'
import { Table } from './Table'

const nameOf = ({ layer, head }: HeadScore) => `${layer}.${head}`

/** Every role of the text model, measured in the page: the heads that pass the bar, or else the best that does not. */
export function RoleTable() {
  return <Later note="Measuring every head on every probe…" work={roles} />
}

function probesOfAll(): Probes {
  const model = loadTextModel()
  return { ...standardProbes(model.config), ...textProbes(model) }
}

function* measured(all: Probes): Generator<undefined, readonly HeadScore[]> {
  const scores: HeadScore[] = []
  for (const role of HEAD_ROLES) {
    // A role at a time, so that the page stays free.
    yield
    scores.push(...measureHeads(loadTextModel(), { [role]: all[role] }).scores)
  }
  return scores
}

function* roles() {
  const scores = yield* measured(probesOfAll())
  const rows = HEAD_ROLES.flatMap((role) => {
    const best = scores.filter((score) => score.role === role).sort((a, b) => b.score - a.score)
    const named = best.filter((score) => passes(score))
    return (named.length ? named : best.slice(0, 1)).map((score) => ({ score, taken: named.length > 0 }))
  })
  return (
    <Table
      head={['role', 'head', 'score', 'uniform', 'elsewhere', 'decoys']}
      rows={rows.map(({ score, taken }) => ({
        id: `${score.role} ${nameOf(score)}`,
        cells: [
          score.role,
          taken ? <strong key="head">{nameOf(score)}</strong> : `none; best ${nameOf(score)}`,
          percent(score.score),
          percent(score.uniform),
          score.elsewhere === undefined ? '–' : percent(score.elsewhere),
          score.decoys === undefined ? '–' : percent(score.decoys),
        ],
      }))}
    />
  )
}

/** How the words of a probe are told apart: by their frames, which show around a bracket too. */
const STYLES = {
  key: { outline: '2px solid', borderRadius: 2, margin: '0 3px' },
  decoy: { outline: '1px dashed', borderRadius: 2, margin: '0 2px' },
  query: { textDecoration: 'underline', textDecorationThickness: 3, textUnderlineOffset: 3 },
} as const

interface WordProps {
  readonly kind: keyof typeof STYLES
  readonly children: string
}

/** A word that is marked in a probe; the space before it is not. */
export function Word({ kind, children }: WordProps) {
  const word = children.trimStart()
  return (
    <>
      {children.slice(0, children.length - word.length)}
      <span style={{ font: 'inherit', ...STYLES[kind] }}>{word}</span>
    </>
  )
}

/** A probe or two of each role that needs language, as the model's tokens. */
export function ProbeExamples() {
  const probes = textProbes(loadTextModel(), { count: 2 })
  const shown = (['subject', 'opener', 'same-name', 'same-category'] as const).flatMap((role) =>
    (probes[role] as readonly Probe[]).map((probe) => ({ role, probe })),
  )
  return (
    <Table
      head={['role', 'probe']}
      rows={shown.map(({ role, probe }) => ({
        id: `${role} ${probe.tokens.join()}`,
        cells: [role, <Marked key="probe" probe={probe} />],
      }))}
    />
  )
}

function Marked({ probe: { tokens, marks } }: { readonly probe: Probe }) {
  const { tokenizer } = loadTextModel()
  const [mark] = marks
  const kindOf = (at: number): WordProps['kind'] | undefined =>
    at === mark?.query ? 'query' : mark?.keys.includes(at) ? 'key' : mark?.decoys?.includes(at) ? 'decoy' : undefined
  return tokens.map((id, at) => {
    const key = `${at}`
    const kind = kindOf(at)
    const text = tokenizer?.token(id) ?? ''
    return kind ? (
      <Word key={key} kind={kind}>
        {text}
      </Word>
    ) : (
      <Fragment key={key}>{text}</Fragment>
    )
  })
}

/** The default bar, in words. */
export function BarText() {
  return (
    <>
      a score of at least {100 * DEFAULT_BAR.score}%, and at least {DEFAULT_BAR.timesBaseline} times each baseline
    </>
  )
}
