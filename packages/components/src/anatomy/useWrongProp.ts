'use client'
import { useMemo } from 'react'
import { figureMessages } from '../messages/en/figure'
import { overridden } from '../messages/overridden'
import type { MessageOverrides } from '../messages/types'
import { useMessages } from '../messages/useMessages'
import { type PropChecks, propError, wrongProp } from './propChecks'

/** Why a component's props cannot be used; null while they can. The same error as long as it says the same. */
export function useWrongProp(
  component: string,
  checks: PropChecks,
  props: object,
  own?: MessageOverrides,
): Error | null {
  const around = useMessages('figure', figureMessages)
  const message = wrongProp(
    component,
    checks,
    props,
    own?.figure ? overridden<typeof figureMessages>(figureMessages, own.figure) : around,
  )
  return useMemo(() => (message === null ? null : propError(message)), [message])
}
