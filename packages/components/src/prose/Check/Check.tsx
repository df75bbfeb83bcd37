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
import { CELL, token } from '../checks'
import { QUANTITY_NAMES, type QuantityName } from '../quantities'
import { useProse } from '../useProse'
import type { IndexPlace, PositionPlace } from '../where'
import { Amount } from './Amount'
import { choices as areChoices } from './checks'
import type { AskedAt, When } from './judge'
import { Multiple } from './Multiple'

/** One of the choices. With `which` it is a quantity of the run, by the props of `Value`; without, `when` says when it is right. */
export type CheckChoice = AskedAt & {
  readonly says: ReactNode
  readonly when?: When | undefined
  /** Said when it was chosen, right or not. */
  readonly feedback?: ReactNode
}

export interface CheckProps extends Omit<ComponentPropsWithRef<'div'>, 'children'> {
  /** The question. */
  children: ReactNode
  /**
   * What can be chosen: what it `says`, and `when` it is right (`{ of: 'cacheBytes', is: '>', value: 1000 }`, several that must all
   * hold, or `'otherwise'`), or with `which` a quantity (`{ says: 'mat', of: 'probability', token: 'mat' }`), and `feedback`.
   */
  choices?: readonly CheckChoice[]
  /** The right choice is that with the largest number, or with the smallest. @default each says when it is right */
  which?: 'largest' | 'smallest'
  /** The number that is asked for, as in `Value`. Ignored with `choices`. */
  of?: QuantityName
  /** As in `Value`. */
  tensor?: string
  /** As in `Value`. @default the last */
  layer?: IndexPlace
  /** As in `Value`. @default 0 */
  head?: IndexPlace
  /** As in `Value`. @default the last of the prompt, or the one at work at the end of `at` */
  position?: PositionPlace
  /** As in `Value`. @default 'most' */
  keyAt?: PositionPlace
  /** As in `Value`. */
  index?: number | readonly number[]
  /** As in `Value`. */
  token?: string | number
  /** As in `Value`. */
  nth?: number
  /** How far off a number may be, as a fraction of it. @default 0.1 */
  tolerance?: number
  /** The step at whose end all is read. A choice and a condition can have their own. @default as it is in the end */
  at?: CueName
  /** Said when the answer is right. */
  right?: ReactNode
  /** Said when it is not. */
  wrong?: ReactNode
}

const ACCEPTS: check.PropChecks = {
  choices: areChoices,
  which: check.oneOf('largest', 'smallest'),
  of: check.oneOf(...QUANTITY_NAMES),
  ...CELL,
  token,
  nth: check.wholeFrom(1),
  tolerance,
  at: check.cueName,
}

/**
 * A question about the run with choices, or for a number. Which answer is right is found from the run, and can be another when the
 * reader has changed it. It can be tried again. Renders a `<div>` to which the rest of the props go. Shows `data-state`: `open`,
 * `right` or `wrong`.
 */
export function Check(props: CheckProps) {
  const { children, choices, which, of, tensor, layer, head, position, keyAt, index, token, nth, ...others } = props
  const { tolerance = 0.1, at, right, wrong, ...host } = others
  const prose = useProse('Check', ACCEPTS, props)
  const messages = useMessages('ask', askMessages)
  const errorText = useErrorText()
  if (prose.refusal)
    return (
      <Refused name="Check" error={prose.refusal}>
        {children}
      </Refused>
    )
  const refusal = refusalOf(props, messages)
  if (refusal !== null)
    return (
      <Refused name="Check" error={check.propError(refusal)}>
        {children}
      </Refused>
    )
  const { handle, waiting, problem } = prose.lesson
  const asks = { host, question: children, state: 'open' }
  if (problem) return <Question {...asks} notes={<p role="alert">{errorText(problem)}</p>} />
  const shared = { lesson: handle, question: children, at, after: { right, wrong }, host }
  const place = { of, tensor, layer, head, position, keyAt, index, token, nth }
  return (
    <WhileWaiting waiting={waiting} as="div" host={host} instead={<Question {...asks} />}>
      {choices ? (
        <Multiple {...shared} choices={choices} which={which} />
      ) : (
        <Amount {...shared} place={place} tolerance={tolerance} />
      )}
    </WhileWaiting>
  )
}

/** What is wrong with props that are each as they must be. */
function refusalOf({ choices, which, of, tensor }: CheckProps, messages: typeof askMessages): string | null {
  if (!choices) return of === undefined && tensor === undefined ? messages.noChoices : null
  if (which) return choices.some((one) => one.of === undefined && one.tensor === undefined) ? messages.noQuantity : null
  return choices.some((one) => one.when === undefined) ? messages.noWhen : null
}
