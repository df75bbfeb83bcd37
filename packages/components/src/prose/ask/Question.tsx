'use client'
import {
  type ComponentPropsWithRef,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { useTheme } from '../../color/useTheme'
import { useTyping } from '../../lesson/context'
import { prefersReducedMotion } from '../../lesson/reducedMotion'
import { figureMessages } from '../../messages/en/figure'
import { useMessages } from '../../messages/useMessages'

export interface QuestionProps {
  /** What the author gave to the element. */
  readonly host: ComponentPropsWithRef<'div'>
  readonly question: ReactNode
  /** Of the words of the question. */
  readonly questionRef?: Ref<HTMLDivElement>
  /** Where the reader answers. Left out where nothing can be asked. */
  readonly children?: ReactNode
  /** What must be known before answering. */
  readonly notes?: ReactNode
  /** What may be done besides answering. */
  readonly besides?: ReactNode
  /** What is pressed, and Enter in an input does. */
  readonly button?: { readonly label: string; readonly press: (() => void) | null } | undefined
  /** What is said of the answer, spoken once it is there. */
  readonly said?: ReactNode
  /** The answer to the run before. */
  readonly before?: ReactNode
  /** `open`, `right` or `wrong`. */
  readonly state: string
}

/**
 * A question in a lesson: the words, the answer, what the run says of it. The button stays the same through all of it, so that
 * the focus does. Shows `data-state`.
 */
export function Question(props: QuestionProps) {
  const { host, question, questionRef, children, notes, besides, button, said, before, state } = props
  const { className, ref, ...rest } = host
  const root = useTheme(ref)
  const { stale } = useTyping()
  const messages = useMessages('figure', figureMessages)
  const id = useId()
  const seen = useRef<HTMLDivElement>(null)
  const spoken = useRef<HTMLParagraphElement>(null)
  // As one text: of a live region with tokens and numbers in it a screen reader says each by itself, and then the whole.
  useEffect(() => {
    const words = wordsIn(seen.current)
    if (spoken.current && spoken.current.textContent !== words) spoken.current.textContent = words
  })
  // What is said of an answer may stand beneath a transport that stays at the bottom.
  const [presses, setPresses] = useState(0)
  useEffect(() => {
    if (presses === 0) return
    // Not every document scrolls.
    seen.current?.scrollIntoView?.({ block: 'nearest', behavior: prefersReducedMotion() ? 'auto' : 'smooth' })
  }, [presses])
  const press = () => {
    if (!button?.press) return
    button.press()
    setPresses(presses + 1)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.defaultPrevented) return
    if (!(event.target instanceof Element) || !event.target.matches('input')) return
    event.preventDefault()
    press()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend takes no paragraphs of an author
    <div
      {...rest}
      ref={root}
      role="group"
      aria-labelledby={`${id}-question`}
      className={className ? `gf-root gf-ask ${className}` : 'gf-root gf-ask'}
      data-state={state}
      data-stale={stale || undefined}
    >
      <div ref={questionRef} id={`${id}-question`} className="gf-ask-question">
        {question}
      </div>
      {stale && <p className="gf-ask-note">{messages.stale}</p>}
      {notes}
      {children && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Enter in one of its inputs is the button's press
        <div className="gf-ask-answer" onKeyDown={onKeyDown}>
          {children}
          {button && (
            <button
              type="button"
              className="gf-ask-button"
              aria-disabled={button.press === null || undefined}
              onClick={press}
            >
              {button.label}
            </button>
          )}
        </div>
      )}
      {besides}
      <div ref={seen} className="gf-ask-said">
        {said}
      </div>
      <p ref={spoken} className="gf-visually-hidden" role="status" />
      {before && <div className="gf-ask-before">{before}</div>}
    </div>
  )
}

/** What is read there, lines apart. Not every document lays out, and tells lines. */
function wordsIn(node: HTMLElement | null): string {
  // biome-ignore lint/performance/useDomNodeTextContent: the text alone runs lines into each other
  const words: string | undefined = node?.innerText
  return (words ?? node?.textContent ?? '').replace(/\s+/g, ' ').trim()
}
