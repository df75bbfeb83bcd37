'use client'
import type { ComponentPropsWithRef } from 'react'
import * as check from '../../anatomy/propChecks'
import { WhileWaiting } from '../../anatomy/WhileWaiting'
import { CELL, flag, token } from '../checks'
import { InlineError } from '../InlineError'
import { OPENING, QUANTITY_NAMES, type QuantityName } from '../quantities'
import { NUMBER_FORMATS, type NumberFormat } from '../told'
import { useProse } from '../useProse'
import type { IndexPlace, PositionPlace } from '../where'
import { ToldNow } from './ToldNow'

export interface ValueProps extends Omit<ComponentPropsWithRef<'span'>, 'children'> {
  /** A quantity of the run by its name: the docs have them all. Ignored with `tensor`. */
  of?: QuantityName
  /**
   * A number of a tensor: an activation's name, as `blocks.{layer}.attn.pattern` or `attn.pattern` for short, a parameter's, as
   * `embed.W_E`, or `grad.` and either. It opens.
   */
  tensor?: string
  /** The layer, from 0, or from the last if negative. @default 'selected': the one chosen, or else the clock's */
  layer?: IndexPlace
  /** The head, from 0, or from the last if negative. @default 'selected': the one chosen, or else 0 */
  head?: IndexPlace
  /**
   * The token: its place from 0, or from the end of the text if negative; `now`, `selected`, `last` (of the prompt), or its own
   * text (`cat`; `cat#2` the second). Of scores and patterns, the query. @default 'selected': the one chosen, or else the clock's
   */
  position?: PositionPlace
  /** Of scores and patterns, the token that is read: as `position`, or `most`. @default 'selected', and `most` without one */
  keyAt?: PositionPlace
  /** Places on all other axes of the tensor, in their order. Negative counts from the end. */
  index?: number | readonly number[]
  /** Of a prediction: the token of the vocabulary, by its text or its id. @default the one that came */
  token?: string | number
  /** Of a prediction: the place among all tokens, 1 the most probable. Ignored with `token`. */
  nth?: number
  /** How the number is written. @default by what it is */
  format?: NumberFormat
  /** Significant digits of `number`; decimals of `short`, `probability` and `percent`. @default 3; 2, 2, 0 */
  digits?: number
  /** Tells it also where the clock has not come to it. @default false */
  always?: boolean
}

const ACCEPTS: check.PropChecks = {
  of: check.oneOf(...QUANTITY_NAMES),
  ...CELL,
  token,
  nth: check.wholeFrom(1),
  format: check.oneOf(...NUMBER_FORMATS),
  digits: check.wholeFrom(0, 12),
  always: flag,
}

/**
 * A number of the run in a sentence. It follows the clock and the selection, and is never told before the clock has come to
 * it. One number of a tensor is a `<button>` that opens it to its terms; all else is a `<span>`. The rest of the props go to
 * it. Shows `data-kind`, `data-missing`, `data-lit` and `data-stale`.
 */
export function Value(props: ValueProps) {
  const { of, tensor, layer, head, position, keyAt, index, token, nth, format, digits, always, ...rest } = props
  const prose = useProse('Value', ACCEPTS, props)
  if (prose.refusal) return <InlineError name="Value" error={prose.refusal} />
  const { lesson, messages } = prose
  if (of === undefined && tensor === undefined)
    return <InlineError name="Value" error={check.propError(messages.nothingAsked('Value'))} />
  const asked = { of, tensor, layer, head, position, keyAt, index, token, nth, format, digits, always }
  const opens = tensor !== undefined || OPENING.has(of as QuantityName)
  const { className } = rest
  return (
    <WhileWaiting
      waiting={lesson.waiting}
      as={opens ? 'button' : 'span'}
      host={rest as ComponentPropsWithRef<'div'>}
      instead={
        <span {...rest} className={className ? `gf-value ${className}` : 'gf-value'} data-missing aria-busy="true">
          {messages.waiting}
        </span>
      }
    >
      <ToldNow lesson={lesson.handle} asked={asked} opens={opens} messages={messages} host={rest} />
    </WhileWaiting>
  )
}
