import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Lesson } from '../../lesson/Lesson'
import { lessonProbe } from '../../testing/lessonProbe'
import { During, type DuringProps } from './During'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const { Probe, lesson, seek } = lessonProbe()
const show = (during: DuringProps) =>
  render(
    <Lesson model={model} prompt="ABCA" maxNewTokens={3}>
      <During {...during}>meanwhile</During>
      <Probe />
    </Lesson>,
  )
const words = () => screen.getByText('meanwhile')

/** The steps in whose middle, just after whose start and at whose end the words are lit. */
function litIn(during: DuringProps): string[] {
  show(during)
  const lit = lesson().sequence.cues.flatMap(({ cue, startMs, endMs }) => {
    const moments = [startMs + 1e-3, (startMs + endMs) / 2, endMs].map((timeMs) => {
      seek(timeMs)
      return words().hasAttribute('data-lit')
    })
    const name = `${cue.kind}${cue.layer ?? ''} ${cue.step}`
    return moments.every(Boolean) ? [name] : moments.some(Boolean) ? [`part of ${name}`] : []
  })
  cleanup()
  return lit
}

describe('During', () => {
  it('is lit while its steps last, of any layer and pass, or of those that are named', () => {
    expect(litIn({ kind: 'sample' })).toEqual(['sample 0', 'sample 1', 'sample 2'])
    expect(litIn({ kind: 'attend', layer: -1, step: 2 })).toEqual(['attend1 2'])
    expect(litIn({ kind: 'd_layer_norm' })).toEqual(['d_layer_norm1 0', 'd_layer_norm0 0'])
    expect(litIn({ kind: 'mlp', position: 5 })).toEqual(['mlp0 2', 'mlp1 2'])
    expect(litIn({ kind: ['embed', 'project'], step: 1 })).toEqual(['embed 1', 'project0 1', 'project1 1'])
  })

  it('is lit in its part of a prefill', () => {
    expect(litIn({ kind: 'read', step: 0 })).toEqual(['part of prefill0 0', 'part of prefill1 0'])
    show({ kind: 'read', step: 0, layer: 0 })
    const prefill = lesson().sequence.cues.find(({ cue }) => cue.kind === 'prefill')
    const { startMs = 0, endMs = 0 } = prefill ?? {}
    for (let i = 1; i < 40; i++) {
      seek(startMs + (i / 40) * (endMs - startMs))
      const { read = [0] } = lesson().frameOf('forward')?.progressOf ?? {}
      const reads = (read[0] as number) > 0 && lesson().frameOf('forward')?.progressOf.attend[0] === 0
      expect(words().hasAttribute('data-lit')).toBe(reads)
    }
  })

  it('lasts until the next step of another kind', () => {
    expect(litIn({ kind: 'embed', step: 1, until: 'write' })).toEqual(['embed 1', 'project0 1', 'write0 1'])
    expect(litIn({ kind: 'prefill', until: 'sample' })).toEqual(['prefill0 0', 'prefill1 0', 'sample 0'])
    expect(litIn({ kind: 'sample', until: 'sample' })).toEqual(litIn({ kind: 'sample' }))
    expect(litIn({ kind: 'd_embed', until: 'read' })).toEqual(['d_embed 0', 'update 0'])
  })

  it('is lit at the very start by what happens there', () => {
    show({ kind: 'idle' })
    seek(0)
    expect(words()).toHaveAttribute('data-lit')
  })

  it('is never lit by what the run does not have', () => {
    expect(litIn({ kind: 'sample', step: 9 })).toEqual([])
    expect(litIn({ kind: 'read', layer: 7 })).toEqual([])
    expect(litIn({ kind: 'write', position: 'zebra' })).toEqual([])
  })

  it('is a span, or a div, and says nothing of itself', () => {
    show({ kind: 'sample' })
    expect(words().tagName).toBe('SPAN')
    expect([...words().attributes].filter(({ name }) => /^(aria-|role)/.test(name))).toEqual([])
    cleanup()
    show({ kind: 'sample', as: 'div' })
    expect(words().tagName).toBe('DIV')
  })
})
