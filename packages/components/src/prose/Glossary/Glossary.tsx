'use client'
import { type ComponentPropsWithRef, useEffect, useId, useMemo, useSyncExternalStore } from 'react'
import type { Term } from '../../anatomy/Figure'
import * as check from '../../anatomy/propChecks'
import { useWrongProp } from '../../anatomy/useWrongProp'
import { useTheme } from '../../color/useTheme'
import { nameOf, type ShownGlossary, type UsedTerm, useTerms } from '../../lesson/terms'
import { glossaryMessages } from '../../messages/en/glossary'
import { useMessages } from '../../messages/useMessages'
import { goToId } from '../goToId'
import { InlineError } from '../InlineError'

export interface GlossaryProps extends Omit<ComponentPropsWithRef<'div'>, 'children'> {
  /**
   * `used`: the words that `Term` explains in the lesson around, in the order of first use. `all`: every word of the glossary, in
   * the order of the alphabet. Or names, in the order given. @default 'used' in a lesson, 'all' outside
   */
  terms?: 'used' | 'all' | readonly string[]
}

/** A word of the list, and its button in the text if it is explained there. */
interface Entry extends Term {
  readonly name: string
  readonly buttonId?: string | undefined
}

const ACCEPTS: check.PropChecks = { terms: check.oneOfOrNames('used', 'all'), id: check.text, ...check.HOST }

/**
 * What the words mean, as a list of definitions. Renders a `<div>` with a `<dl>` in it; the rest of the props go to the div. With
 * an `id` each word has its own (`glossary-kv-cache` under `glossary`), to be linked to.
 */
export function Glossary(props: GlossaryProps) {
  const { terms, ...rest } = props
  const messages = useMessages('glossary', glossaryMessages)
  const wrong = useWrongProp('Glossary', ACCEPTS, props)
  if (wrong) return <InlineError name="Glossary" error={wrong} />
  const unknown = typeof terms === 'object' && terms.map(nameOf).find((name) => !Object.hasOwn(messages.terms, name))
  if (typeof unknown === 'string') {
    const said = messages.unknown({ name: unknown, known: Object.keys(messages.terms) })
    return <InlineError name="Glossary" error={check.propError(said)} />
  }
  return <Listed {...rest} terms={terms} />
}

type ListedProps = Omit<GlossaryProps, 'terms'> & { readonly terms: GlossaryProps['terms'] }

function Listed({ terms: asked, id, className, ref, ...rest }: ListedProps) {
  const messages = useMessages('glossary', glossaryMessages)
  const root = useTheme(ref)
  const own = useId()
  const terms = useTerms()
  const used = useSyncExternalStore(
    terms?.used.subscribe ?? never,
    terms?.used.get ?? nothing,
    terms?.used.get ?? nothing,
  )
  const which = asked ?? (terms ? 'used' : 'all')
  const entries = useMemo(() => entriesOf(which, used, messages.terms), [which, used, messages])
  const shown = useMemo<ShownGlossary>(
    () => ({
      names: entries.map(({ name }) => name),
      idOf: (name) => `${id ?? own}-${name.replace(/\s+/g, '-')}`,
    }),
    [entries, id, own],
  )
  useEffect(() => terms?.setGlossary(shown), [terms, shown])
  return (
    <div
      {...rest}
      ref={root}
      id={id}
      className={className ? `gf-root gf-glossary ${className}` : 'gf-root gf-glossary'}
    >
      {entries.length === 0 ? (
        <p>{messages.none}</p>
      ) : (
        <dl aria-label={messages.label}>
          {entries.map(({ name, term, means, buttonId }) => (
            <div key={name} className="gf-glossary-entry" dir="auto">
              <dt id={shown.idOf(name)} tabIndex={-1}>
                {term}
              </dt>
              <dd>
                {means}
                {buttonId !== undefined && (
                  <>
                    {' '}
                    <a href={`#${buttonId}`} aria-label={messages.toText({ term })} onClick={goToId}>
                      ↑
                    </a>
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function entriesOf(
  which: 'used' | 'all' | readonly string[],
  used: readonly UsedTerm[],
  known: Readonly<Record<string, Term>>,
): readonly Entry[] {
  if (which === 'used') return used
  const names = which === 'all' ? Object.keys(known).sort() : [...new Set(which.map(nameOf))]
  return names.map((name) => {
    const { term, means } = known[name] as Term
    return { name, term, means, buttonId: used.find((one) => one.name === name)?.buttonId }
  })
}

const NONE: readonly UsedTerm[] = []
const nothing = () => NONE
const never = () => () => {}
