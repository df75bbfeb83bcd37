'use client'
import { type ComponentPropsWithRef, type KeyboardEvent, useId, useState } from 'react'
import { FigureSource, type FigureSourceProps } from '../../anatomy/FigureSource'
import { cellAddress } from '../../anatomy/propChecks'
import { useTheme } from '../../color/useTheme'
import { useLesson } from '../../lesson/context'
import { type CellAddress, sameCell } from '../../lesson/selection'
import { inspectorMessages } from '../../messages/en/inspector'
import { useMessages } from '../../messages/useMessages'
import { Card } from '../Card'
import { isOfBackward } from '../cells'
import { follow } from '../follow'
import { useTrail } from '../useTrail'
import { walks } from '../walks'

export interface InspectorProps
  extends Omit<ComponentPropsWithRef<'figure'>, 'children'>,
    Omit<FigureSourceProps, 'defaultTime'> {
  /**
   * The number that is shown first: an activation's name, a parameter's, or `grad.` and either, with one whole number for each
   * axis, as `{ tensor: 'blocks.0.attn.scores', index: [0, 4, 2] }`. Another value shows another number.
   */
  cell: CellAddress
}

const ACCEPTS = { cell: cellAddress }

/**
 * One number of a run taken apart, in its place in the page: what it is, the formula that made it, its terms in digits that add
 * up, and the ways to those that it was made of, down to the embedding. The card that opens beside a number of a figure is the
 * same. Renders a `<figure>`; the rest of the props go to it.
 */
export function Inspector(props: InspectorProps) {
  const { cell, trace, model, prompt, ...rest } = props
  const { title } = useMessages('inspector', inspectorMessages)
  // A number must be named: `undefined` is refused as well.
  const given = { ...props, cell: cell ?? null }
  const isBackward = cellAddress.holds(cell) && isOfBackward(cell)
  return (
    <FigureSource
      name="Inspector"
      heading={title}
      shows={isBackward ? 'backward' : 'forward'}
      accepts={ACCEPTS}
      given={given}
    >
      <Standing {...rest} cell={cell} />
    </FigureSource>
  )
}

function Standing({ cell, className, ref, ...rest }: Omit<InspectorProps, keyof FigureSourceProps>) {
  const { handle } = useLesson()
  const messages = useMessages('inspector', inspectorMessages)
  const id = useId()
  const root = useTheme(ref)
  const [shown, setShown] = useState({ first: cell, now: cell })
  if (!sameCell(shown.first, cell)) setShown({ first: cell, now: cell })
  const { trail, down, goTo } = useTrail(shown.now, (now) => {
    setShown({ first: cell, now })
    follow(handle, now)
  })
  const move = (go: () => void) => {
    go()
    // What was pressed is gone with what it stood in.
    document.getElementById(`${id}-title`)?.focus({ preventScroll: true })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    rest.onKeyDown?.(event)
    if (event.defaultPrevented || !walks(event, (by) => move(() => goTo(trail.at + by)))) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <figure
      {...rest}
      ref={root}
      aria-labelledby={`${id}-title`}
      className={className ? `gf-root gf-box gf-inspector ${className}` : 'gf-root gf-box gf-inspector'}
      onKeyDown={onKeyDown}
    >
      <Card
        id={`${id}-title`}
        lesson={handle}
        trail={trail}
        onDown={(to) => move(() => down(to))}
        onGo={(at) => move(() => goTo(at))}
        messages={messages}
      />
    </figure>
  )
}
