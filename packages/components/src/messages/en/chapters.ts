export const chaptersMessages = {
  problem: 'It cannot be shown',
  outside:
    'Chapters follow the clock of the lesson around them, and there is none. Put them inside a Lesson (on sites of islands, in the same island).',
  outsideChapters: (component: string) => `A ${component} stands in Chapters, and there are none around it.`,
  contents: 'Contents',
  /** Where the reader is, beside the name of the segment. */
  place: (number: number, count: number) => `${number} of ${count}`,
  /** A segment without a title of its own, in its chapter or in none. */
  untitled: (chapter: string | null, number: number) => (chapter === null ? `Part ${number}` : `${chapter}, ${number}`),
  /** A segment, named to those who cannot see where it stands. */
  segment: (number: number, count: number, name: string) => `${number} of ${count}: ${name}`,
  stage: (name: string) => `Figure beside “${name}”`,
  play: 'Play',
  pause: 'Pause',
  next: 'Continue',
  again: 'Play again',
  /** The same, for buttons that show a sign alone or stand among many. */
  playNamed: (name: string) => `Play “${name}”`,
  link: (name: string) => `Link to “${name}”`,
  position: (name: string) => `Position in “${name}”`,
  /** Said of a moment before anything of the segment has been done. */
  start: 'At its start',
  missing: 'The run on screen has no such step, so nothing plays here.',
  /** Spoken once when a segment has played to its end. */
  arrived: (number: number, count: number, name: string, last: boolean) =>
    `${number} of ${count}, “${name}”, has played.${last ? '' : ' Continue when you are ready.'}`,
}
