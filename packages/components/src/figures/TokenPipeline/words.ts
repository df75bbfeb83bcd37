import type { ForwardFrame } from '@glassformer/core'
import { type DataTableProps, formatExact, type SaidToken, type Sentence, visibleToken } from '../../kit'
import type { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { type CandidateRow, candidateAddress, lengthsAt, type PipelineTrace, rowOf, type Stage, topAt } from './data'
import { drawnCandidate, leftOf, othersOf, type StepDraw } from './draw'
import { chipState, computedAt } from './state'

/** What is drawn at a moment: all that the figure's sentences are made of. */
export interface Shown {
  readonly trace: PipelineTrace
  readonly frame: ForwardFrame
  readonly stages: readonly Stage[]
  readonly messages: typeof tokenPipelineMessages
  /** A token of the text in a sentence. */
  readonly nameAt: (position: number) => SaidToken
  /** A token's text by its id. */
  readonly textOf: (id: number) => string
  /** The candidates that are computed by now, best first. */
  readonly rows: readonly CandidateRow[]
  /** How the next token was drawn, as soon as there are rows; `null` where it is not. */
  readonly draw: StepDraw | null
  /** The position that the candidates follow. */
  readonly asked: number
  /** The position whose vector the column shows. */
  readonly position: number
  /** Positions whose logits are there. */
  readonly predicted: number
}

/** What the pointer or the keyboard is on, besides the tokens of the line. */
export type Pointed =
  | { readonly kind: 'number'; readonly stage: number; readonly index: number }
  | { readonly kind: 'stage'; readonly stage: number }
  | { readonly kind: 'candidate'; readonly id: number }

const said = (text: string): SaidToken => ({ token: visibleToken(text) })

/** What is happening now. */
export function captionOf({ trace, frame, messages, rows, draw, asked, nameAt }: Shown): Sentence {
  const { cue } = frame
  const { now } = messages
  const pass = trace.kind === 'generation' ? cue.step : null
  const layer = cue.layer ?? 0
  const count = cue.to - cue.from
  const { dModel: width, dVocab: vocabulary } = trace.config
  const token = nameAt(cue.to - 1)
  const given = ({ id, text, prob }: CandidateRow) => ({
    token: said(text),
    prob,
    cell: candidateAddress('probs', asked, id),
  })
  switch (cue.kind) {
    case 'embed':
      return count > 1 ? now.embedAll({ pass, count, width }) : now.embed({ pass, token, width })
    case 'prefill':
    case 'project':
    case 'write':
    case 'read':
    case 'attend':
    case 'mlp':
      return count > 1
        ? now.blockAll({ pass, count, layer, work: cue.kind })
        : now.block({ pass, token, layer, work: cue.kind })
    case 'sample': {
      const [best] = rows
      if (!best) return now.unembed({ pass, token, vocabulary })
      if (trace.kind === 'forward')
        return asked === cue.to - 1
          ? now.predicted({ best: given(best) })
          : now.predictedAt({ best: given(best), position: asked })
      const chosen = rows.find((row) => row.chosen) ?? best
      if (draw) {
        const { final, rank } = drawnCandidate(draw, chosen)
        return messages.draw.choice({
          token: said(chosen.text),
          final,
          rank,
          temperature: draw.temperature,
          position: cue.to,
        })
      }
      return now.choice({ best: given(best), chosen: chosen === best ? null : given(chosen), position: cue.to })
    }
    default:
      return now.idle(frame.tokensVisible)
  }
}

/** What is pointed at, exactly; `null` while nothing is. Tells nothing that the moment has not computed. */
export function readoutOf(shown: Shown, pointed: Pointed | null, selected: number | null): Sentence | null {
  const { trace, frame, messages, rows, draw, nameAt, predicted, stages, position } = shown
  if (pointed?.kind === 'candidate') {
    const row = rows.find(({ id }) => id === pointed.id)
    if (!row) return null
    const token = said(row.text)
    if (!draw) return messages.readCandidate({ ...row, token })
    return messages.draw.read({
      ...drawnCandidate(draw, row),
      token,
      temperature: draw.temperature,
      left: leftOf(draw),
    })
  }
  if (pointed?.kind === 'number') return numberAt(shown, pointed.stage, pointed.index)
  const stage = pointed && stages[pointed.stage]
  if (stage) {
    const token = nameAt(position)
    const words = { stage: stageWords(stage, messages), token }
    if (computedAt(stage, frame) <= position) return messages.numberNotYet(words)
    if (stage.kind !== 'block') return numberAt(shown, pointed.stage, 0)
    const { attention, mlp, after } = lengthsAt(trace, stage.layer, position)
    if (attention === null || mlp === null || after === null) return messages.numberAbsent(words)
    return messages.readBlock({ layer: stage.layer, token, attention, mlp, after })
  }
  const token = selected === null || selected >= frame.tokensVisible ? undefined : trace.tokens[selected]
  if (selected === null || !token) return null
  const next = predicted > selected ? topAt(trace, selected, 1, shown.textOf)[0] : undefined
  return messages.readToken({
    token: nameAt(selected),
    id: token.id,
    position: selected,
    state: messages.states[chipState(frame, selected)],
    next: next ? { token: said(next.text), prob: next.prob } : null,
  })
}

/** One number of the column, in words. */
export function numberAt(
  { trace, frame, stages, messages, nameAt, position }: Shown,
  at: number,
  index: number,
): Sentence {
  const stage = stages[at]
  if (!stage) return ''
  const words = { stage: stageWords(stage, messages), token: nameAt(position) }
  const value = rowOf(trace, stage.tensor, position)?.[index]
  if (value === undefined) return messages.numberAbsent(words)
  if (computedAt(stage, frame) <= position) return messages.numberNotYet(words)
  return messages.readNumber({ ...words, tensor: stage.tensor, index, value })
}

function stageWords(stage: Stage, { outOf }: Shown['messages']): string {
  return stage.kind === 'block' ? outOf.block(stage.layer) : outOf[stage.kind]
}

/** The candidates that are there by now. */
export function tableOf(shown: Shown): DataTableProps {
  const { rows, asked, draw, messages } = shown
  if (draw) return drawTableOf(shown, draw)
  return {
    caption: messages.tableCaption,
    columns: messages.tableColumns,
    rows: () =>
      rows.map(({ text, id, chosen, logit, prob }) => [
        visibleToken(text),
        id,
        chosen ? messages.yes : messages.no,
        { text: formatExact(logit), cell: candidateAddress('logits', asked, id) },
        { text: formatExact(prob), cell: candidateAddress('probs', asked, id) },
      ]),
  }
}

/** The same with what the draw made of them, and all others in a last row, so that both probabilities add up. */
function drawTableOf({ rows, asked, messages }: Shown, draw: StepDraw): DataTableProps {
  const words = messages.draw
  return {
    caption: messages.tableCaption,
    columns: words.columns,
    rows: () => {
      const others = othersOf(draw, rows)
      const given = rows.reduce((rest, { prob }) => rest - prob, 1)
      return [
        ...rows.map((row) => {
          const { text, id, chosen, rank, logit, scaled, filter, prob, final } = drawnCandidate(draw, row)
          return [
            visibleToken(text),
            id,
            chosen ? messages.yes : messages.no,
            rank,
            { text: formatExact(logit), cell: candidateAddress('logits', asked, id) },
            formatExact(scaled),
            words.filter(filter),
            { text: formatExact(prob), cell: candidateAddress('probs', asked, id) },
            formatExact(final),
          ]
        }),
        [
          words.others(others.count),
          '',
          '',
          '',
          '',
          '',
          '',
          formatExact(Math.max(0, given)),
          formatExact(others.final),
        ],
      ]
    },
  }
}
