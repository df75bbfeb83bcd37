'use client'
import type { Explanation, Factor } from '@glassformer/core/explain'
import { DataTable } from '../anatomy/DataTable'
import type { inspectorMessages } from '../messages/en/inspector'
import { formatNumber } from '../messages/format'
import { plain } from '../messages/say'
import { isSource } from './sum'
import type { Namer } from './words'

/** Digits of a float32. */
const DIGITS = 8

interface TermTableProps {
  readonly explanation: Explanation
  readonly namer: Namer
  readonly messages: typeof inspectorMessages
}

/** Every term in the order in which they are added, with all the digits that there are; then the numbers between. */
export function TermTable({ explanation, namer, messages }: TermTableProps) {
  const { terms, steps, value } = explanation
  if (terms.length === 0 && steps.length === 0) return null
  const exact = (number: number) => formatNumber(number, DIGITS)
  const factorText = (factor: Factor) => {
    const name = isSource(factor)
      ? `${namer.short({ tensor: factor.name })} [${factor.index.join(', ')}]`
      : (messages.steps[factor.step] ?? factor.step)
    return `${factor.missing ? messages.missing : exact(factor.value)} (${name})`
  }
  return (
    <DataTable
      label={messages.table.label}
      caption={messages.table.caption(plain(namer.full({ tensor: explanation.name, index: explanation.index })))}
      columns={[messages.table.term, messages.table.value, messages.table.factors]}
      rows={() => [
        ...steps.map(({ name, value: number, of }) => [
          messages.steps[name] ?? name,
          exact(number),
          of.length === 1 && of[0] ? factorText(of[0]) : of.length > 1 ? messages.table.ofMany(of.length) : '',
        ]),
        ...terms.map((term, i) => [i, exact(term.value), term.factors.map(factorText).join(' × ')]),
        [messages.table.sum, exact(value), ''],
      ]}
    />
  )
}
