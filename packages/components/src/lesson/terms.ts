import { createContext, useContext } from 'react'
import type { Term } from '../anatomy/Figure'
import { createStore, type Readable } from './store'

/** A word that was explained, and where. */
export interface UsedTerm extends Term {
  /** What it is called in the glossary. */
  readonly name: string
  /** The id of the button that it is. */
  readonly buttonId: string
}

/** A glossary that stands in the lesson. */
export interface ShownGlossary {
  readonly names: readonly string[]
  readonly idOf: (name: string) => string
}

/** The words that a lesson explains, for its glossary, and the glossary, for the words. */
export interface Terms {
  /**
   * Told while a word is rendered, which on a server is all there is: a glossary further down the page finds those before it.
   * Saying the same again changes nothing, so that a render that is thrown away does no harm.
   */
  readonly drawn: (term: UsedTerm) => void
  /** Told of a word that is on the page now. Returns the way to take it off. */
  readonly mounted: (term: UsedTerm, node: Element) => () => void
  /** Each word once, in the order of first use. */
  readonly used: Readable<readonly UsedTerm[]>
  readonly glossary: Readable<ShownGlossary | null>
  readonly setGlossary: (glossary: ShownGlossary) => () => void
}

export function createTerms(): Terms {
  const drawn = new Map<string, UsedTerm>()
  const nodes = new Map<Element, UsedTerm>()
  const changes = createStore(0)
  const glossary = createStore<ShownGlossary | null>(null)
  let live = false
  let known: readonly UsedTerm[] | null = null
  const changed = () => {
    known = null
    changes.set(changes.get() + 1)
  }
  const inOrder = () => [...nodes].sort(([a], [b]) => (follows(a, b) ? -1 : 1)).map(([, term]) => term)
  return {
    drawn(term) {
      if (live || drawn.has(term.name)) return
      drawn.set(term.name, term)
      known = null
    },
    mounted(term, node) {
      live = true
      nodes.set(node, term)
      changed()
      return () => {
        nodes.delete(node)
        changed()
      }
    },
    used: {
      get() {
        known ??= live ? firstOfEach(inOrder()) : [...drawn.values()]
        return known
      },
      subscribe: changes.subscribe,
    },
    glossary,
    setGlossary(shown) {
      glossary.set(shown)
      return () => {
        if (glossary.get() === shown) glossary.set(null)
      }
    },
  }
}

function follows(a: Element, b: Element): boolean {
  return (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}

function firstOfEach(terms: readonly UsedTerm[]): UsedTerm[] {
  const names = new Set<string>()
  return terms.filter(({ name }) => !names.has(name) && names.add(name))
}

/** What a word is called: capitals and spaces around it do not matter. */
export function nameOf(words: string): string {
  return words.trim().toLowerCase()
}

export const TermsContext = createContext<Terms | null>(null)

export function useTerms(): Terms | null {
  return useContext(TermsContext)
}
