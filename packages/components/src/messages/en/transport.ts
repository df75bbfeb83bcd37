import type { Cue } from '@glassformer/core'

type Words = { readonly [K in Cue['kind']]: (layer: number) => string } & { readonly learn: () => string }

const CUE_WORDS: Words = {
  idle: () => 'Ready',
  learn: () => 'Ready to learn: each token is to predict the next one of the text',
  prefill: (layer) => `Prefill: layer ${layer} reads the whole prompt`,
  embed: () => 'Embed: the token becomes a vector',
  project: (layer) => `Layer ${layer}: project to query, key and value`,
  write: (layer) => `Layer ${layer}: write key and value to the cache`,
  read: (layer) => `Layer ${layer}: score the query against every key`,
  attend: (layer) => `Layer ${layer}: mix the values by attention weight`,
  mlp: (layer) => `Layer ${layer}: MLP`,
  sample: () => 'Sample: choose the next token',
  forward: (layer) => `Forward through layer ${layer}`,
  loss: () => 'Loss at every position',
  d_unembed: () => 'Backward: unembedding',
  d_mlp: (layer) => `Backward: MLP of layer ${layer}`,
  d_attn_out: (layer) => `Backward: attention output of layer ${layer}`,
  d_keys_values: (layer) => `Backward: keys and values of layer ${layer}`,
  d_layer_norm: (layer) => `Backward: layer norm of layer ${layer}`,
  d_embed: () => 'Backward: embeddings',
  update: () => 'Update every weight',
}

export const transportMessages = {
  label: 'Playback',
  problem: 'It has nothing to play',
  outside:
    'A Transport plays the lesson around it, and there is none. Put it inside a Lesson, together with the figures (on sites of islands, in the same island), or leave it out: a figure by itself brings its own.',
  play: 'Play',
  pause: 'Pause',
  next: 'Next step',
  previous: 'Previous step',
  reset: 'Reset to the start',
  position: 'Position in time',
  speed: 'Speed',
  rate: (rate: number) => `${rate}×`,
  generation: 'Generate',
  forward: 'Forward',
  backward: 'Learn',
  chapters: 'Parts',
  step: (index: number, count: number) => `Step ${index} of ${count}`,
  /** The moment, spoken. */
  moment: (index: number, count: number, cue: string) => `Step ${index} of ${count}: ${cue}`,
  /** While a question keeps the clock, with a press that goes to it. */
  waits: 'The clock waits for your answer.',
  /** The same, spoken after the moment. */
  waitsAt: (moment: string) => `${moment}. The clock waits for your answer.`,
  toQuestion: 'Go to the question',
  /** Spoken before the moment when the clock came to rest by itself or was paused. */
  paused: 'Paused. ',
  ended: 'The end. ',
  /** What the machine is doing. Layers are numbered from 0, as in tensor names. */
  cue: (cue: Cue, learning: boolean) => CUE_WORDS[learning && cue.kind === 'idle' ? 'learn' : cue.kind](cue.layer ?? 0),
}
