import { describe, expect, it } from 'vitest'
import { overridden } from './overridden'

const english = { play: 'Play', caption: { idle: 'Idle', step: (n: number) => `Step ${n}` }, columns: ['a', 'b'] }

describe('overridden messages', () => {
  it('replace a single string in a group and leave its neighbours', () => {
    const german = overridden(english, { caption: { idle: 'Bereit' } })
    expect(german.caption.idle).toBe('Bereit')
    expect(german.caption.step(2)).toBe('Step 2')
    expect(german.play).toBe('Play')
  })

  it('replace functions and lists whole', () => {
    const german = overridden(english, { caption: { step: (n) => `Schritt ${n}` }, columns: ['x'] })
    expect(german.caption.step(2)).toBe('Schritt 2')
    expect(german.columns).toEqual(['x'])
  })

  it('change nothing of what they were made from, and are the same object where nothing is replaced', () => {
    expect(overridden(english, undefined)).toBe(english)
    overridden(english, { play: 'Abspielen', caption: { idle: 'Bereit' } })
    expect([english.play, english.caption.idle]).toEqual(['Play', 'Idle'])
    expect(overridden(english, { play: undefined as unknown as string }).play).toBe('Play')
  })
})
