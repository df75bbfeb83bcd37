'use client'
import { type LessonHandle, Said, useFrameValue } from '../../kit'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { bytesInAll, type CacheView } from './data'
import { rulerEnd, rulerMarks } from './geometry'
import { bytesKept, bytesOfFull, bytesUsed } from './state'

export interface ByteRulerProps {
  readonly lesson: LessonHandle
  readonly view: CacheView
  readonly messages: typeof kvCacheGridMessages
}

/** Bytes at this moment; renders again when they change, and at no other time. */
export function useBytes({ lesson, view }: Omit<ByteRulerProps, 'messages'>, count: typeof bytesKept): number {
  return useFrameValue(lesson, 'forward', (frame) => (frame ? count(view, frame) : 0))
}

/** As long as the columns above it, since every position takes the same bytes; longer where blocks take more than that. */
export function ByteRuler({ messages, ...run }: ByteRulerProps) {
  const { view } = run
  const bytes = useBytes(run, bytesKept)
  const used = useBytes(run, bytesUsed)
  const full = useBytes(run, bytesOfFull)
  const total = rulerEnd(view)
  const percent = (part: number) => `${(part / total) * 100}%`
  return (
    <div className="gf-kv-ruler" data-bytes={bytes} data-full={view.keeping ? full : undefined} aria-hidden="true">
      <div className="gf-kv-bar" style={{ inlineSize: percent(used) }} />
      {bytes > used && (
        <div
          className="gf-kv-bar-spare"
          style={{ insetInlineStart: percent(used), inlineSize: percent(bytes - used) }}
        />
      )}
      {view.keeping && <div className="gf-kv-bar-full" style={{ inlineSize: percent(full) }} />}
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
export function ByteSum({ lesson, view, messages }: ByteRulerProps) {
  const bytes = useBytes({ lesson, view }, bytesKept)
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
