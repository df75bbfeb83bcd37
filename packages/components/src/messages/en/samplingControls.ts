import { formatCount } from '../format'

export const samplingControlsMessages = {
  title: 'Sampling',
  temperature: 'Temperature',
  temperatureAbout:
    'Below 1 favours what is probable even more, above 1 evens out. At 0 the most probable token is always taken.',
  topK: 'Top-k',
  topKAbout: 'Only the k most probable tokens can be drawn.',
  all: (size: number | null) => (size === null ? 'all' : `all ${formatCount(size)}`),
  topP: 'Top-p',
  topPAbout: 'Of these, only the most probable until their probabilities add up to p.',
  minP: 'Min-p',
  minPAbout: 'Of these, only tokens at least p times as probable as the best.',
  seed: 'Seed',
  seedAbout: 'The same seed draws the same tokens; another is another draw.',
  again: 'Draw again',
  /** What is set, in one sentence. */
  greedy: 'Greedy: the most probable token is taken every time, so nothing is drawn and the rest has no effect.',
  drawn: (temperature: string, filters: readonly string[], seed: string) =>
    `Each token is drawn at temperature ${temperature}${filters.length ? ` from ${filters.join(', ')}` : ' from all tokens'}, with seed ${seed}.`,
  filterTopK: (k: string) => `the ${k} most probable`,
  filterTopP: (p: string) => `the most probable that add up to ${p}`,
  filterMinP: (p: string) => `those at least ${p} times as probable as the best`,
  asGiven: 'As the author of this lesson set it.',
}
