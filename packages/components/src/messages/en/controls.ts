import { formatCount } from '../format'

/** What the controls of a run have in common. */
export const controlsMessages = {
  input: 'Text',
  inputHint: 'Type any text. Enter plays it from the start.',
  count: (count: number, most: number) =>
    `${formatCount(count)} of ${formatCount(most)} ${most === 1 ? 'token' : 'tokens'}`,
  problem: 'It has nothing to set',
  outside: (control: string) =>
    `${control} sets the run of the lesson around it, and there is none. Put it inside a Lesson, together with the figures (on sites of islands, in the same island).`,
  /** Where the lesson shows a finished run. */
  given: 'This lesson shows a run that was computed before: nothing can be set.',
  /** Where the run on screen is not yet that of what is set. */
  running: 'Being computed…',
  reset: 'As at first',
}
