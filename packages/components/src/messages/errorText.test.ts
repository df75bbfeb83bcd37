import { describe, expect, it } from 'vitest'
import { errorText } from './errorText'

const error = Object.assign(new Error('nHeads is 3 of 8'), {
  code: 'bad-config',
  template: 'nHeads is {0} of {1}',
  values: [3, 8],
})

describe('errors in another language', () => {
  it('are said by their template, with their values where that language wants them', () =>
    expect(errorText(error, { 'nHeads is {0} of {1}': 'Von {1} sind {0} Köpfe' })).toBe('Von 8 sind 3 Köpfe'))

  it('are said by their code where the template is not known', () =>
    expect(errorText(error, { 'bad-config': ([got]) => `Falsch: ${got}` })).toBe('Falsch: 3'))

  it('are said as the core says them otherwise', () => {
    expect(errorText(error, undefined)).toBe('nHeads is 3 of 8')
    expect(errorText(new Error('other'), { 'bad-config': 'x' })).toBe('other')
  })
})
