import { refuse, steps, text } from './checks'
import { literalPattern } from './patterns'

/** The normalizers of a file, as one function. `NFC` and its like are the engine's version of Unicode. */
export function readNormalizer(value: unknown): (text: string) => string {
  const changes = steps(value, 'normalizer', 'normalizers').map((step, i) => {
    const where = `normalizer ${i}`
    switch (step.type) {
      case 'NFC':
      case 'NFD':
      case 'NFKC':
      case 'NFKD': {
        const form = step.type
        return (input: string) => input.normalize(form)
      }
      case 'Prepend': {
        const prefix = text(step.prepend, `${where}.prepend`)
        return (input: string) => (input === '' ? '' : prefix + input)
      }
      case 'Replace': {
        const wanted = literalPattern(step.pattern, `${where}.pattern`)
        const content = text(step.content, `${where}.content`)
        return (input: string) => input.replaceAll(wanted, () => content)
      }
      default:
        throw refuse(where, step, 'NFC, NFD, NFKC, NFKD, Prepend or Replace')
    }
  })
  return (input) => changes.reduce((changed, change) => change(changed), input)
}
