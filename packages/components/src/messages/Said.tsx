import { Fragment } from 'react'
import { NumberButton } from '../anatomy/NumberButton'
import type { SaidPart, Sentence } from './say'

/** A sentence with its tokens and numbers set apart. A repeated token's position stands below it. */
export function Said({ children }: { children: Sentence }) {
  if (typeof children === 'string') return children
  // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
  return children.map((part, i) => <Part key={i} part={part} />)
}

function Part({ part }: { part: SaidPart }) {
  if (typeof part === 'string') return <Fragment>{part}</Fragment>
  if ('number' in part && part.cell)
    return (
      <NumberButton className="gf-said-number" cell={part.cell} title={part.exact}>
        {part.number}
      </NumberButton>
    )
  if ('number' in part)
    return (
      <b className="gf-said-number" title={part.exact}>
        {part.number}
      </b>
    )
  return (
    <em className="gf-said-token" dir="auto">
      {part.token}
      {part.position !== undefined && <sub>{part.position}</sub>}
    </em>
  )
}
