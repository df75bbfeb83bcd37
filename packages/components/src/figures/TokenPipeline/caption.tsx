import type { ForwardFrame } from '@glassformer/core'
import type { ReactNode } from 'react'
import type { SaidPart, tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { visibleToken } from '../../messages/format'
import type { CandidateRow, PipelineTrace } from './tokenPipeline.values'

type PipelineMessages = typeof tokenPipelineMessages

/** What is happening now, in a sentence. `rows` are the candidates, empty while they are not computed. */
export function captionOf(
  messages: PipelineMessages,
  trace: PipelineTrace,
  frame: ForwardFrame,
  rows: readonly CandidateRow[],
  /** The position that the candidates follow. */
  asked: number,
): ReactNode {
  const { cue } = frame
  const { now } = messages
  const { step } = cue
  const layer = cue.layer ?? 0
  const count = cue.to - cue.from
  const { dModel, dVocab } = trace.config
  const token = visibleToken(trace.tokens[cue.to - 1]?.text ?? '')
  const best = rows[0]
  if (cue.kind === 'idle') return say(now.idle(frame.tokensVisible))
  if (cue.kind === 'embed') return say(count > 1 ? now.embedAll(step, count, dModel) : now.embed(step, token, dModel))
  if (cue.kind === 'sample') {
    if (!best) return say(now.unembed(step, token, dVocab))
    if (trace.kind === 'forward') {
      const said = [visibleToken(best.text), best.prob] as const
      return say(asked === cue.to - 1 ? now.predicted(...said) : now.predictedAt(asked, ...said))
    }
    const chosen = rows.find((row) => row.chosen) ?? best
    const choice = {
      best: visibleToken(best.text),
      prob: best.prob,
      chosen: visibleToken(chosen.text),
      chosenProb: chosen.prob,
      isBest: chosen === best,
    }
    return say(now.choice(choice, cue.to))
  }
  if (!(cue.kind in { prefill: 1, project: 1, write: 1, read: 1, attend: 1, mlp: 1 })) return ''
  const work = cue.kind as Parameters<typeof now.block>[3]
  return say(count > 1 ? now.blockAll(step, count, layer, work) : now.block(step, token, layer, work))
}

function say(parts: readonly SaidPart[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no identity but their place
  return parts.map((part, i) => (typeof part === 'string' ? part : <em key={i}>{part.token}</em>))
}
