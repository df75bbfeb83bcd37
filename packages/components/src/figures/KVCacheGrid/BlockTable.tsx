'use client'
import { type LessonHandle, useFrameValue } from '../../kit'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import type { CacheView } from './data'
import { blocksAt, standingIn } from './state'

interface BlockTableProps {
  readonly lesson: LessonHandle
  readonly view: CacheView
  readonly messages: typeof kvCacheGridMessages
}

/** The table of a cache in blocks, over its columns: which physical block holds each stretch, and the rows that hold nothing yet. */
export function BlockTable({ lesson, view, messages: { policy } }: BlockTableProps) {
  const key = useFrameValue(lesson, 'forward', (frame) => (frame ? blocksAt(view, frame).join() : ''))
  const written = useFrameValue(lesson, 'forward', (frame) =>
    frame ? Math.max(...view.layers.map((_, l) => standingIn(view, frame, l).to)) : 0,
  )
  const size = view.keeping?.blocks?.size ?? 1
  const blocks = key === '' ? [] : key.split(',').map(Number)
  return (
    <>
      <span className="gf-kv-corner gf-kv-blocks-name" aria-hidden="true">
        {policy.blocks}
      </span>
      <ol className="gf-kv-blocks" aria-label={policy.blocks}>
        {blocks.map((block, logical) => {
          const from = logical * size
          const end = Math.min(view.positions, from + size)
          const used = Math.max(0, Math.min(size, written - from))
          const beyond = from + size - end
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a logical block is its place in the table
              key={logical}
              className="gf-kv-block"
              data-block={block}
              data-shared={end <= (view.keeping?.shared ?? 0) || undefined}
              style={{ gridColumn: `${from + 1} / ${end + 1}` }}
            >
              <span
                className="gf-kv-spare"
                aria-hidden="true"
                style={{ insetInlineStart: `${(Math.min(used, end - from) / (end - from)) * 100}%` }}
              />
              <span aria-hidden="true" className="gf-kv-block-number">
                {block}
                {beyond > 0 && <small>{policy.unused(beyond)}</small>}
              </span>
              <span className="gf-visually-hidden">
                {policy.block({ logical, block, from, to: from + size - 1, unused: size - used })}
              </span>
            </li>
          )
        })}
      </ol>
    </>
  )
}
