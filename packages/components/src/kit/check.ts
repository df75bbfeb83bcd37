import {
  callback,
  listOfNumbers,
  milliseconds,
  model,
  ofTheRun,
  oneOf,
  sampler,
  text,
  wholeFrom,
} from '../anatomy/propChecks'

/** What the props of a figure may be: see `FigureSource`, which says in the figure's place what a wrong one must be. */
export const check = {
  callback,
  listOfNumbers,
  milliseconds,
  model,
  ofTheRun,
  oneOf,
  sampler,
  text,
  wholeFrom,
} as const
