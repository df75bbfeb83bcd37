export const figureMessages = {
  table: 'Table',
  about: 'About',
  loading: 'Loading the model…',
  problem: 'This figure cannot be drawn',
  runProblem: 'This text cannot be run; the last run stays on screen.',
  provenance: {
    computed: '',
    recorded: 'Recorded elsewhere',
    illustrative: 'Drawn for illustration: not computed',
  },
  wrongTrace: (figure: string, wanted: string, got: string) =>
    `${figure} shows ${wanted}; the trace given is of kind "${got}". Give it a trace of the right kind.`,
  outOfRange: (name: string, got: string, count: number) =>
    `${name} is ${got}, but the model has ${count}: use a whole number from 0 to ${count - 1}.`,
  noSelection: 'Point at something to read its value.',
}
