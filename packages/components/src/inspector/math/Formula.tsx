'use client'
import { createElement, type ReactNode, useMemo } from 'react'
import { type MathNode, parseMath } from './parse'

interface FormulaProps {
  /** In the notation of `parseMath`. */
  readonly children: string
}

/** A formula, set as MathML: what browsers and screen readers know as mathematics. */
export function Formula({ children }: FormulaProps) {
  const row = useMemo(() => read(children), [children])
  if (!row) return <code className="gf-math">{children}</code>
  return createElement('math', { className: 'gf-math', dir: 'ltr' }, ...row.map(rendered))
}

/** A site's own formulas may be wrong: they stand as they were written. */
function read(source: string): readonly MathNode[] | null {
  try {
    return parseMath(source)
  } catch {
    return null
  }
}

function rendered({ tag, text, children, kind }: MathNode, index: number): ReactNode {
  const isUpright = tag === 'mi' && (text?.length ?? 0) > 1
  return createElement(
    tag,
    {
      key: index,
      ...(kind && { 'data-kind': kind }),
      ...(isUpright && { mathvariant: 'normal' }),
      ...(tag === 'mspace' && { width: '0.17em' }),
      ...(text === '∑' && { movablelimits: 'false', largeop: 'true' }),
    },
    text ?? children?.map(rendered),
  )
}
