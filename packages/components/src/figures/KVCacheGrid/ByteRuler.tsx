'use client'
import { type LessonHandle, Said, useFrameValue } from '../../kit'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { bytesInAll, type CacheView } from './data'
import { rulerMarks } from './geometry'
import { bytesKept } from './state'

interface ByteRulerProps {
  readonly lesson: LessonHandle
  readonly view: CacheView
}

/** Bytes kept at this moment; renders again when they change, and at no other time. */
function useBytesKept({ lesson, view }: ByteRulerProps): number {
  return useFrameValue(lesson, 'forward', (frame) => (frame ? bytesKept(view, frame) : 0))
}

/** As long as the columns above it, since every position takes the same bytes. */
export function ByteRuler({ lesson, view, messages }: ByteRulerProps & { messages: typeof kvCacheGridMessages }) {
  const bytes = useBytesKept({ lesson, view })
  const total = bytesInAll(view)
  const percent = (part: number) => `${(part / total) * 100}%`
  return (
    <div className="gf-kv-ruler" data-bytes={bytes} aria-hidden="true">
      <div className="gf-kv-bar" style={{ inlineSize: percent(bytes) }} />
      {rulerMarks(total, view.positions).map((mark) => (
        <span
          key={mark}
          className="gf-kv-mark"
          data-zero={mark === 0 || undefined}
          style={{ insetInlineStart: percent(mark) }}
        >
          {messages.mark(mark)}
        </span>
      ))}
    </div>
  )
}

/** The bytes in words: how many of how many, and the product that they are. */
export function ByteSum({ lesson, view, messages }: ByteRulerProps & { messages: typeof kvCacheGridMessages }) {
  const bytes = useBytesKept({ lesson, view })
  const total = bytesInAll(view)
  const written = lesson.frameOf('forward')?.written ?? []
  if (view.keeps === 'none') return <p className="gf-kv-sum">{messages.noCache}</p>
  if (view.keeps === 'pass') return <p className="gf-kv-sum">{messages.pass(total)}</p>
  return (
    <p className="gf-kv-sum">
      <Said>{messages.size({ now: bytes, total })}</Said> {messages.sum({ written, numbers: view.nHeads * view.dHead })}
    </p>
  )
}
