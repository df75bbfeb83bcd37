/** What the parts of a link are called. */
const PARTS = {
  text: 'the text',
  model: 'the model',
  draw: 'the sampling',
  cache: 'the cache',
  fault: 'the mistake',
  at: 'the moment',
  on: 'what was chosen',
  cell: 'the number that was open',
}

export const linkMessages = {
  copy: 'Copy link',
  copied: 'Link copied.',
  /** Where the browser does not let a page copy: the address is shown instead. */
  copyThis: 'Copy this link',
  close: 'Close',
  /** Above what a link does not open. */
  problem: 'Not all of this link could be opened.',
  none: 'It is not a link to a moment of this lesson: it may have been cut off.',
  later: (version: string) => `It was made by a later version (${version}) of this lesson than the one here.`,
  unknown: (part: string) => `“${part}” means nothing here.`,
  unreadable: (part: keyof typeof PARTS) => `It is damaged where it says ${PARTS[part]}.`,
  missing: {
    model: (what: string) => `The model “${what}” is not offered here.`,
    at: (what: string) => `This run has no such step: ${what}. The nearest time is shown.`,
    cell: (what: string) => `This run has no number ${what}.`,
  },
  /** Something was chosen that this run does not have. */
  unchosen: (axis: 'position' | 'key' | 'layer' | 'head', index: number) =>
    `This run has no ${axis === 'position' ? 'token at position' : axis} ${index}.`,
  failed: 'Its text or its settings cannot be run here, so neither is its moment opened, nor what was chosen.',
  shared: 'Two lessons of this page would write the same link: give each an id of its own. This one writes none.',
  routed: 'The address of this page is written by its router: give the lesson link and onLinkChange.',
}
