'use client'
import { Fragment } from 'react'
import { formatExact } from '../messages/format'
import { FactorButton, type FactorContext } from './FactorButton'

/** As many are listed; the table has all. */
const MOST = 8

/** Terms of which some are not here: those that are open, and nothing is added up. */
export function LooseTerms(context: FactorContext) {
  const { explanation, messages } = context
  return (
    <div className="gf-inspector-sum">
      <p className="gf-inspector-words">{messages.incomplete}</p>
      <ol aria-label={messages.terms}>
        {explanation.terms.slice(0, MOST).map(({ factors }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a term is its place
          <li key={i}>
            <span className="gf-inspector-label">{i}</span>
            <span className="gf-inspector-factors" dir="ltr">
              {factors.map((factor, f) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a factor is its place
                <Fragment key={f}>
                  {f > 0 && <i>×</i>}
                  <FactorButton {...context} factor={factor} text={formatExact(factor.value)} named />
                </Fragment>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
