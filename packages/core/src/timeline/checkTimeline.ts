import { isObject } from '../tensor/checks'
import { checkOption } from '../tensor/errors'

/** Timelines and sequences that were found to be whole: each is looked through once, however many frames are asked of it. */
const whole = new WeakSet<object>()

const isNumber = (value: unknown) => typeof value === 'number'
const isCue = (cue: unknown) =>
  isObject(cue) &&
  typeof cue.kind === 'string' &&
  (cue.layer === null || isNumber(cue.layer)) &&
  [cue.startMs, cue.endMs, cue.step, cue.from, cue.to].every(isNumber)

/** Throws `bad-trace` for what is no timeline. */
export function checkTimeline(timeline: unknown): void {
  if (isObject(timeline) && whole.has(timeline)) return
  const ok =
    isObject(timeline) &&
    ['forward', 'generation', 'backward'].includes(timeline.kind as string) &&
    [timeline.durationMs, timeline.promptLength, timeline.nTokens].every(isNumber) &&
    Number.isSafeInteger(timeline.nLayers) &&
    Array.isArray(timeline.cues) &&
    timeline.cues.length > 0 &&
    timeline.cues.every(isCue)
  checkOption('A timeline', timeline, ok, 'what compileTimeline returns', 'bad-trace')
  whole.add(timeline as object)
}

/** Throws `bad-trace` for what is no sequence. */
export function checkSequence(sequence: unknown): void {
  if (isObject(sequence) && whole.has(sequence)) return
  const ok =
    isObject(sequence) &&
    isNumber(sequence.durationMs) &&
    Array.isArray(sequence.parts) &&
    sequence.parts.every(
      (part) => isObject(part) && isNumber(part.startMs) && isNumber(part.endMs) && isObject(part.timeline),
    ) &&
    Array.isArray(sequence.cues) &&
    (sequence.cues.length > 0 || sequence.parts.length === 0) &&
    sequence.cues.every((cue) => isObject(cue) && isNumber(cue.endMs) && isCue(cue.cue))
  checkOption('A sequence', sequence, ok, 'what sequence([...]) returns', 'bad-trace')
  whole.add(sequence as object)
}
