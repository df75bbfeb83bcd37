'use client'
import type { CardProps } from './Card'
import { keyOf, kindOf, partsOf } from './cells'

/** The way here, with what was gone back from after it, and the ways back, forward and out. */
export function Crumbs({ trail, onGo, onClose, messages }: CardProps) {
  const { cells, at } = trail
  return (
    <div className="gf-inspector-top">
      <nav aria-label={messages.path}>
        <ol>
          {cells.map((cell, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same number may be met again on the way
            <li key={`${i} ${keyOf(cell)}`} data-ahead={i > at || undefined}>
              <button
                type="button"
                data-kind={kindOf(cell.tensor)}
                aria-current={i === at ? 'step' : undefined}
                onClick={() => onGo(i)}
              >
                {messages.short(partsOf(cell.tensor))}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <span className="gf-inspector-buttons">
        <button
          type="button"
          aria-label={messages.back}
          title={messages.back}
          disabled={at === 0}
          onClick={() => onGo(at - 1)}
        >
          <Icon path="M10 3 5 8l5 5" />
        </button>
        <button
          type="button"
          aria-label={messages.forward}
          title={messages.forward}
          disabled={at >= cells.length - 1}
          onClick={() => onGo(at + 1)}
        >
          <Icon path="m6 3 5 5-5 5" />
        </button>
        {onClose && (
          <button type="button" aria-label={messages.close} title={messages.close} onClick={onClose}>
            <Icon path="m4 4 8 8m0-8-8 8" />
          </button>
        )}
      </span>
    </div>
  )
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}
