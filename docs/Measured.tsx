import { Markdown } from '@storybook/addon-docs/blocks'
import { useState } from 'react'
import budgets from '../.size-limit.mjs'
import measurements from './performance.md?raw'
import { Table } from './Table'

interface MeasuredProps {
  /** The heading in performance.md below which it stands. */
  readonly section: string
  /** The words that it begins with. @default all of the section */
  readonly from?: string
  /** What opens it. @default open */
  readonly summary?: string
}

/** The lines of performance.md between two of its headings, as `npm run bench` wrote them. */
function sectionOf(section: string, from = ''): string {
  const text = measurements.split(/^## /m).find((one) => one.startsWith(`${section}\n`))
  const at = text?.indexOf(from, section.length) ?? -1
  if (!text || at < 0) throw new Error(`performance.md has no section "${section}" with "${from}" in it.`)
  const until = from ? text.indexOf('\n<!--', at) : text.length
  return text.slice(from ? at : section.length, until).replace(/<!--.*?-->/gs, '')
}

/** A part of the measurements: never copied by hand, so that a page says what was measured last. */
export function Measured({ section, from, summary }: MeasuredProps) {
  const [open, setOpen] = useState(false)
  const text = <Markdown>{sectionOf(section, from)}</Markdown>
  if (!summary) return text
  return (
    <details className="measured" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && text}
    </details>
  )
}

/** What each part may weigh at most: the budgets that `npm test` holds the built packages to. */
export function Budgets() {
  return (
    <Table
      head={['what a page loads', 'at most, minified and gzipped']}
      rows={budgets.map(({ name, limit }) => ({ id: name, cells: [name, limit] }))}
    />
  )
}
