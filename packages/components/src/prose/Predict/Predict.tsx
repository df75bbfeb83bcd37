'use client'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import * as check from '../../anatomy/propChecks'
import { WhileWaiting } from '../../anatomy/WhileWaiting'
import type { CueName } from '../../lesson/cues'
import { askMessages } from '../../messages/en/ask'
import { useErrorText } from '../../messages/useErrorText'
import { useMessages } from '../../messages/useMessages'
import { tolerance } from '../ask/checks'
import { Question } from '../ask/Question'
import { Refused } from '../ask/Refused'
import { CELL, flag, token } from '../checks'
import { QUANTITY_NAMES, type QuantityName } from '../quantities'
import { useProse } from '../useProse'
import type { IndexPlace, PositionPlace } from '../where'
import { Asked } from './Asked'

export interface PredictProps extends Omit<ComponentPropsWithRef<'div'>, 'children'> {
  /**
   * What the reader commits to: the token that comes `next` after `position`, the `key` that `position` reads most in a head, or
   * a `number` (`of` or `tensor`). @default 'number' with `of` or `tensor`, 'next' without
   */
  ask?: 'next' | 'key' | 'number'
  /** The question in your words. @default a sentence that asks for it */
  children?: ReactNode
  /** The token, as in `Value`; of `next` the one before it, of `key` the query. @default 'last', the last of the prompt */
  position?: PositionPlace
  /** As in `Value`. @default the last */
  layer?: IndexPlace
  /** As in `Value`. @default 0 */
  head?: IndexPlace
  /** Of `number`: a quantity of the run, as in `Value`. Ignored with `tensor`. */
  of?: QuantityName
  /** Of `number`: a number of a tensor, as in `Value`. */
  tensor?: string
  /** Of `number`: as in `Value`. */
  keyAt?: PositionPlace
  /** Of `number`: as in `Value`. */
  index?: number | readonly number[]
  /** Of `number`: as in `Value`. */
  token?: string | number
  /** Of `number`: as in `Value`. */
  nth?: number
  /** How the next token is answered: picked among some, or typed, any of the vocabulary. @default 'choice' */
  by?: 'choice' | 'typing'
  /** How many tokens to pick from, the model's likeliest. @default 4 */
  choices?: number
  /** How far off a number may be, as a fraction of it. @default 0.1 */
  tolerance?: number
  /** The step of the clock that shows the answer, and at whose end it is read: `{ kind: 'write', step: 0 }`. @default the first that has it as it is in the end */
  at?: CueName
  /** Keeps the clock before that step, from when the reader first sees the question until they have answered. @default false */
  hold?: boolean
}

const ACCEPTS: check.PropChecks = {
  ask: check.oneOf('next', 'key', 'number'),
  of: check.oneOf(...QUANTITY_NAMES),
  ...CELL,
  token,
  nth: check.wholeFrom(1),
  by: check.oneOf('choice', 'typing'),
  choices: check.wholeFrom(2, 12),
  tolerance,
  at: check.cueName,
  hold: flag,
}

/**
 * A question that the reader answers before the run does: nothing in it tells the answer until then. The answer and what is said of
 * it are computed. When it is given, the clock goes through the step that shows it; a new run is asked anew, and the last answer
 * stays in sight. Renders a `<div>` to which the rest of the props go. Shows `data-state`: `open`, `right` or `wrong`.
 */
export function Predict(props: PredictProps) {
  const { ask, children, position, layer, head, of, tensor, keyAt, index, token, nth, ...others } = props
  const { by = 'choice', choices = 4, tolerance = 0.1, at, hold = false, ...host } = others
  const prose = useProse('Predict', ACCEPTS, props)
  const messages = useMessages('ask', askMessages)
  const errorText = useErrorText()
  if (prose.refusal)
    return (
      <Refused name="Predict" error={prose.refusal}>
        {children}
      </Refused>
    )
  const { lesson } = prose
  const kind = ask ?? (of !== undefined || tensor !== undefined ? 'number' : 'next')
  if (kind === 'number' && of === undefined && tensor === undefined)
    return (
      <Refused name="Predict" error={check.propError(messages.noNumber)}>
        {children}
      </Refused>
    )
  const place = { position, layer, head, of, tensor, keyAt, index, token, nth }
  const words = children ?? (kind === 'number' ? messages.number : null)
  if (lesson.problem)
    return (
      <Question host={host} question={words} state="open" notes={<p role="alert">{errorText(lesson.problem)}</p>} />
    )
  return (
    <WhileWaiting
      waiting={lesson.waiting}
      as="div"
      host={host}
      instead={<Question host={host} question={words} state="open" />}
    >
      <Asked
        lesson={lesson.handle}
        kind={kind}
        place={place}
        by={by}
        choices={choices}
        tolerance={tolerance}
        at={at}
        holds={hold}
        words={words}
        host={host}
      />
    </WhileWaiting>
  )
}
