export const faultPickerMessages = {
  title: 'A mistake on purpose',
  none: 'No mistake',
  noneAbout: 'The model runs as it was trained.',
  faults: {
    'no-causal-mask': 'The causal mask is left out',
    'stale-position': 'Positions stop counting',
    'unscaled-scores': 'Scores are not scaled',
  },
  abouts: {
    'no-causal-mask': 'Tokens of the prompt also read those after them, which they were trained never to see.',
    'stale-position': 'Each new token is told the position of the last one of the prompt, as if time stood still.',
    'unscaled-scores': 'Scores are not divided by √d_head: they are larger, and the softmax of them is sharper.',
  },
  says: (name: string) => `${name}. Compare the run with and without.`,
  saysNone: 'Choose one, and see what goes wrong and where.',
}
