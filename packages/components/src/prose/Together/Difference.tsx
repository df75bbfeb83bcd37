'use client'
import { type ComponentPropsWithRef, useContext, useId, useState, useSyncExternalStore } from 'react'
import * as check from '../../anatomy/propChecks'
import { useWrongProp } from '../../anatomy/useWrongProp'
import { WhileWaiting } from '../../anatomy/WhileWaiting'
import { useTheme } from '../../color/useTheme'
import { Gated } from '../../lesson/Gated'
import { togetherMessages } from '../../messages/en/together'
import { useMessages } from '../../messages/useMessages'
import { flag } from '../checks'
import { InlineError } from '../InlineError'
import { LeadContext } from './context'
import type { TogetherLead } from './createLead'
import { DifferenceFigure } from './DifferenceFigure'

export interface DifferenceProps extends Omit<ComponentPropsWithRef<'div'>, 'children'> {
  /** Whether it is shown; makes the switch controlled. */
  open?: boolean
  /** Whether it is shown at first. Ignored with `open`. @default false */
  defaultOpen?: boolean
  /** Told when the reader switches it. */
  onOpenChange?: (open: boolean) => void
  /** How many candidates for the next token it shows, 1 to 20. @default 5 */
  candidates?: number
}

const ACCEPTS: check.PropChecks = {
  open: flag,
  defaultOpen: flag,
  onOpenChange: check.callback,
  candidates: check.wholeFrom(1, 20),
  ...check.HOST,
}

/**
 * How the lessons of the `Together` around differ in what is pointed at, behind a switch: a number, a weight of attention, or
 * else what may come next; and where their texts part. Renders a `<div>`; the rest of the props go to it. Shows `data-open`.
 */
export function Difference(props: DifferenceProps) {
  const lead = useContext(LeadContext)
  const { outside } = useMessages('together', togetherMessages)
  const wrong = useWrongProp('Difference', ACCEPTS, props)
  if (wrong || !lead) return <InlineError name="Difference" error={wrong ?? check.propError(outside)} />
  return <Switched {...props} lead={lead} />
}

/** What the figure's element is given besides what it renders itself. */
const HOST = {}

function Switched(props: DifferenceProps & { readonly lead: TogetherLead }) {
  const { open: given, defaultOpen = false, onOpenChange, candidates = 5, lead, className, ref, ...rest } = props
  const root = useTheme(ref)
  const messages = useMessages('together', togetherMessages)
  const id = useId()
  const [own, setOwn] = useState(defaultOpen)
  const open = given ?? own
  useSyncExternalStore(lead.version.subscribe, lead.version.get, lead.version.get)
  const common = lead.common()
  return (
    <div
      {...rest}
      ref={root}
      className={className ? `gf-root gf-box gf-difference ${className}` : 'gf-root gf-box gf-difference'}
      data-open={open || undefined}
    >
      <button
        type="button"
        className="gf-difference-switch"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => {
          setOwn(!open)
          onOpenChange?.(!open)
        }}
      >
        {open ? messages.hide : messages.show}
      </button>
      {open && (
        <WhileWaiting waiting={common.sequence.cues.length === 0} as="figure" host={HOST} instead={null}>
          <Gated lesson={common}>
            <DifferenceFigure id={id} lead={lead} common={common} candidates={candidates} />
          </Gated>
        </WhileWaiting>
      )}
    </div>
  )
}
