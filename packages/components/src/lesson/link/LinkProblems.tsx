'use client'
import { linkMessages } from '../../messages/en/link'
import { useMessages } from '../../messages/useMessages'
import type { LinkProblem } from './state'
import type { Permalink } from './usePermalink'

/** What of a link could not be opened, and why; the rest is. */
export function LinkProblems({ problems, dismiss }: Omit<Permalink, 'link'>) {
  const messages = useMessages('link', linkMessages)
  if (problems.length === 0) return null
  const said = problems.map((problem) => saidOf(problem, messages))
  return (
    <div className="gf-problem gf-link-problems" role="alert">
      <p>{messages.problem}</p>
      <ul>
        {[...new Set(said)].map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <button type="button" className="gf-button" onClick={dismiss}>
        {messages.close}
      </button>
    </div>
  )
}

function saidOf(problem: LinkProblem, messages: typeof linkMessages): string {
  switch (problem.kind) {
    case 'later':
      return messages.later(problem.version)
    case 'unknown':
      return messages.unknown(problem.part)
    case 'unreadable':
      return messages.unreadable(problem.part)
    case 'missing':
      return messages.missing[problem.part](problem.what)
    case 'unchosen':
      return messages.unchosen(problem.axis, problem.index)
    default:
      return messages[problem.kind]
  }
}
