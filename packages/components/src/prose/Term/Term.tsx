'use client'
import {
  type ComponentPropsWithRef,
  type ReactNode,
  useCallback,
  useId,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react'
import * as check from '../../anatomy/propChecks'
import { useWrongProp } from '../../anatomy/useWrongProp'
import { useTheme } from '../../color/useTheme'
import { nameOf, type UsedTerm, useTerms } from '../../lesson/terms'
import { useLiveEffect } from '../../lesson/useLiveEffect'
import { glossaryMessages } from '../../messages/en/glossary'
import { useMessages } from '../../messages/useMessages'
import { goToId } from '../goToId'
import { InlineError } from '../InlineError'
import { usePanel } from './usePanel'

export interface TermProps extends Omit<ComponentPropsWithRef<'span'>, 'children'> {
  /** What the word is called in the glossary, where that is not what is written inside. Capitals do not matter. @default the words inside */
  name?: string
  /** What it means, in a phrase of your own. @default what the glossary says */
  means?: string
  /** The words of the sentence. @default the word as the glossary writes it */
  children?: ReactNode
}

const ACCEPTS: check.PropChecks = { name: check.text, means: check.text, ...check.HOST }

/**
 * A word of the field that opens to what it means, there and in the lesson's `Glossary`. Renders a `<span>` with a button in it;
 * the rest of the props go to the span, which shows `data-open`. Opens without scripts too, where the browser knows popovers.
 */
export function Term(props: TermProps) {
  const { name, means, children, ...rest } = props
  const messages = useMessages('glossary', glossaryMessages)
  const wrong = useWrongProp('Term', ACCEPTS, props)
  if (wrong) return <InlineError name="Term" error={wrong} />
  // Lines end where an author's editor ends them.
  const called = nameOf(name ?? (typeof children === 'string' ? children.trim().replace(/\s+/g, ' ') : ''))
  const known = Object.hasOwn(messages.terms, called) ? messages.terms[called] : undefined
  const said = means ?? known?.means
  if (called === '' || said === undefined) {
    const unknown = messages.unknown({ name: called, known: Object.keys(messages.terms) })
    return <InlineError name="Term" error={check.propError(unknown)} />
  }
  const word = known?.term ?? name ?? called
  return <Explained {...rest} name={called} term={word} means={said} words={children ?? word} />
}

interface ExplainedProps extends Omit<ComponentPropsWithRef<'span'>, 'children'> {
  readonly name: string
  readonly term: string
  readonly means: string
  readonly words: ReactNode
}

function Explained({ name, term, means, words, className, ref, ...rest }: ExplainedProps) {
  const messages = useMessages('glossary', glossaryMessages)
  const root = useTheme(ref)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLSpanElement>(null)
  const { open, close, opener } = usePanel(button, panel, `${id}-means`)
  const used = useMemo<UsedTerm>(() => ({ name, term, means, buttonId: id }), [name, term, means, id])
  const entry = useEntry(used, button)
  return (
    <span
      {...rest}
      ref={root}
      className={className ? `gf-root gf-term ${className}` : 'gf-root gf-term'}
      data-open={open || undefined}
    >
      <button
        {...opener}
        ref={button}
        type="button"
        id={id}
        className="gf-term-word"
        aria-expanded={open}
        aria-describedby={open ? `${id}-says` : undefined}
      >
        {words}
      </button>
      <span ref={panel} id={`${id}-means`} className="gf-term-panel" popover="auto" dir="auto">
        <span id={`${id}-says`}>
          <b>{term}</b> {means}
        </span>
        {entry !== null && (
          <>
            {' '}
            <a
              href={`#${entry}`}
              onClick={(event) => {
                close()
                goToId(event)
              }}
            >
              {messages.toGlossary}
            </a>
          </>
        )}
      </span>
    </span>
  )
}

/** Tells the lesson of the word, and asks for the id of its place in the glossary: `null` while there is none. */
function useEntry(used: UsedTerm, button: React.RefObject<Element | null>): string | null {
  const terms = useTerms()
  terms?.drawn(used)
  useLiveEffect(() => (button.current ? terms?.mounted(used, button.current) : undefined), [terms, used, button])
  const read = useCallback(() => {
    const glossary = terms?.glossary.get()
    return glossary?.names.includes(used.name) ? glossary.idOf(used.name) : null
  }, [terms, used])
  return useSyncExternalStore(terms?.glossary.subscribe ?? never, read, read)
}

const never = () => () => {}
