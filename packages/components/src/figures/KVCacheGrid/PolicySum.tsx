'use client'
import { Said, useFrame } from '../../kit'
import { type ByteRulerProps, useBytes } from './ByteRuler'
import type { Keeping } from './keeping'
import { blocksAt, bytesKept, bytesOfFull, bytesUsed, heldCounts, largestError } from './state'

/** What a policy's cache takes at this moment, in words: against the full cache, as a product, and what its storing costs. */
export function PolicySum({ keeping, messages, ...run }: ByteRulerProps & { keeping: Keeping }) {
  const { lesson, view } = run
  const now = useBytes(run, bytesKept)
  const used = useBytes(run, bytesUsed)
  const full = useBytes(run, bytesOfFull)
  const error = useBytes(run, largestError)
  useFrame(lesson, 'forward')
  const frame = lesson.frameOf('forward')
  if (!frame) return null
  const { policy } = messages
  const { settings, blocks } = keeping
  const [layers, slot] = [view.layers.length, view.slotBytes]
  const taken = blocksAt(view, frame).length
  const begun = frame.cue.kind !== 'idle'
  const says = Object.hasOwn(policy.says, settings.policy) ? policy.says[settings.policy] : undefined
  return (
    <div className="gf-kv-policy">
      <p className="gf-kv-sum">
        <Said>{policy.size({ now, full })}</Said>{' '}
        {blocks
          ? policy.sumOfBlocks({ blocks: taken, size: blocks.size, layers, slot })
          : policy.sum({ held: heldCounts(view, frame), slot })}
      </p>
      {blocks && (
        <p>
          <Said>
            {policy.waste({
              rows: (now - used) / slot,
              of: taken * blocks.size * layers,
              wasted: now - used,
            })}
          </Said>
        </p>
      )}
      {keeping.prefix && begun && <p>{policy.prefix(keeping.prefix)}</p>}
      {view.values && now > 0 && (
        <p>
          <Said>{policy.largestError(error)}</Said>
        </p>
      )}
      <p>{says ? says(settings) : policy.other(settings.policy)}</p>
    </div>
  )
}
