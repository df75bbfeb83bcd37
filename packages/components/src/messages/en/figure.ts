export const figureMessages = {
  table: 'Table',
  about: 'About',
  /** The name of the line that says what colours and marks stand for, to those who hear it. */
  legend: 'Legend',
  loading: 'Loading the model…',
  loadFailed: 'The file of the model did not arrive, so nothing moves yet.',
  /** Of a model or a cache that a reader chose. */
  choiceFailed: (why: string) => `What was chosen did not arrive, so the last run stays on screen: ${why}`,
  tryAgain: 'Try again',
  tryingAgain: 'Asking for the file of the model once more…',
  /** Beside the caption of a figure in a lesson that was given a trace, a model or a text of its own. */
  apart: 'A run of its own: not the text of this lesson',
  /** Beside the caption while the run on screen is not that of the text as typed. */
  stale: 'of the text before',
  /** The same, where it is another setting that differs. */
  staleSettings: 'with the settings before',
  /** Beside the caption of a figure whose part of the clock has not come. */
  elsewhere: {
    forward: 'Shown as it will be: the clock has not come here yet.',
    backward: 'Shown as it will be after this training step: the clock has not come to it yet.',
  },
  goThere: 'Go there',
  /** In place of the panel that takes a number apart, until its file is there. */
  inspector: {
    failed: 'The file that opens numbers did not arrive.',
    tryingAgain: 'Asking for the file that opens numbers once more…',
    close: 'Close',
  },
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
  wrongProp: (component: string, prop: string, wanted: string, got: string) =>
    `${prop} of ${component} must be ${wanted}; got ${got}.`,
  /** What a prop may be, to stand after "must be". */
  wanted: {
    milliseconds: 'a number of milliseconds, 0 or more',
    whole: (least: number, most: number | null) =>
      most === null ? `a whole number, ${least} or more` : `a whole number from ${least} to ${most}`,
    numbers: (least: number, most: number) => `a list of numbers from ${least} to ${most}, with one at least`,
    oneOf: (allowed: readonly string[]) => allowed.map((one) => `"${one}"`).join(' or '),
    oneOfOrNames: (allowed: readonly string[]) => `${allowed.map((one) => `"${one}"`).join(', ')} or a list of names`,
    choices:
      'a list of two choices or more, each with what it says, and when it is right: { says: "…", when: { of: "next", is: "=", value: "mat" } }',
    tolerance: 'a fraction, 0 or more and below 1',
    text: 'text',
    words: 'text that is not empty',
    cue: 'the name of a step, as { kind: "read", layer: 0, step: 1 }',
    yesOrNo: 'true or false',
    listOf: (allowed: readonly string[]) => `a list of ${allowed.map((one) => `"${one}"`).join(', ')}`,
    prompts: 'a list of texts, or of objects with a text and a name',
    models: 'a list of models, each with an id of its own, a name, and a model or a function that loads one',
    callback: 'a function',
    model: 'a model, as createModel or modelFrom makes it',
    sampler: 'a sampler, as greedy() or sample() makes it, or settings with a temperature, as { temperature: 0.8 }',
    /** Of each setting of a sampler. */
    sampling: {
      temperature: 'a number, 0 or from 0.000001 up',
      topK: 'a whole number, 1 or more, or null for all tokens',
      topP: 'a number above 0 and at most 1',
      minP: 'a number from 0 to 1',
      seed: 'a whole number',
    } as Readonly<Record<string, string>>,
    noSampling: 'left out, for the settings of a sampler are temperature, topK, topP, minP and seed',
    seed: 'a whole number',
    settings: 'an object of settings: prompt, model, sampling, cache, fault',
    cache: '"full", "none" or a policy, as @glassformer/core/cache makes it',
    interventions: 'what intervene([...]) returns',
    overrides: 'an object with an object of strings for each figure',
    handle: 'the handle of a lesson',
    style: 'an object of styles',
    cell: 'a number of a run, as { tensor: "blocks.0.attn.pattern", index: [0, 4, 2] }',
    position:
      'the place of a token: a whole number, "now", "selected", "last", "most" for a key, or the text of the token',
    index: 'a whole number, "now" or "selected"',
    indices: 'a whole number or a list of them',
    token: 'the text of a token, or its id',
    flag: 'true or false',
  },
  /** The kinds of run, to stand after "shows". */
  wantedRun: { forward: 'a generation or a forward pass', backward: 'a training step' },
  wrongTrace: (figure: string, wanted: string, got: string) =>
    `${figure} shows ${wanted}; the trace given is of kind "${got}". Give it a trace of the right kind.`,
  /** Where a lesson's run has a fault or an intervention. */
  noTraining: (figure: string) =>
    `${figure} shows a training step, and a training step is computed of the model as it is: beside a run with a fault or an intervention there is none.`,
  outOfStepTrace:
    "Without a mask and a cache every step changes all positions, and the trace has each as it was first. Generate with cache: 'full', or one token.",
  outOfRange: (name: string, got: string, count: number) =>
    `${name} is ${got}, but the model has ${count}: use a whole number from 0 to ${count - 1}.`,
  noSelection: 'Point at something to read its value.',
}
