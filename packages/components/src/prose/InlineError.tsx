'use client'
import { useTheme } from '../color/useTheme'
import { useErrorText } from '../messages/useErrorText'

/** What is wrong with something that stands in a sentence, in its place. */
export function InlineError({ name, error }: { name: string; error: Error }) {
  const root = useTheme<HTMLSpanElement>(undefined)
  return (
    <span ref={root} className="gf-root">
      <span className="gf-problem" role="alert">
        {name}: {useErrorText()(error)}
      </span>
    </span>
  )
}
