export const figureMessages = {
  table: 'Table',
  about: 'About',
  loading: 'Loading the model…',
  /** Beside the caption of a figure whose part of the clock has not come. */
  elsewhere: {
    forward: 'Shown as it will be: the clock has not come here yet.',
    backward: 'Shown as it will be after this training step: the clock has not come to it yet.',
  },
  goThere: 'Go there',
  problem: 'This figure cannot be drawn',
  runProblem: 'This text cannot be run; the last run stays on screen.',
  provenance: {
    computed: '',
    recorded: 'Recorded elsewhere',
    illustrative: 'Drawn for illustration: not computed',
  },
  /** Said beside the caption of a run that was not left to itself. */
  faults: {
    'no-causal-mask': 'Deliberate fault: queries see later tokens',
    'stale-position': 'Deliberate fault: decoded tokens are told the last position of the prompt',
    'unscaled-scores': 'Deliberate fault: scores are not divided by √d_head',
  },
  interventions: (count: number) => `${count} intervention${count === 1 ? '' : 's'}: values were changed in the run`,
  wrongTrace: (figure: string, wanted: string, got: string) =>
    `${figure} shows ${wanted}; the trace given is of kind "${got}". Give it a trace of the right kind.`,
  policyTrace: (figure: string, policy: string) =>
    `${figure} shows no run under a policy; the cache of this trace is "${policy}". Generate with cache: 'full' or 'none'.`,
  outOfStepTrace:
    "Without a mask and a cache every step changes all positions, and the trace has each as it was first. Generate with cache: 'full', or one token.",
  outOfRange: (name: string, got: string, count: number) =>
    `${name} is ${got}, but the model has ${count}: use a whole number from 0 to ${count - 1}.`,
  noSelection: 'Point at something to read its value.',
}
