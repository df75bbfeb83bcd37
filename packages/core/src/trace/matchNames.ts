import { checkOption } from '../tensor/errors'
import { unknownTensor } from '../tensor/layout'

export function checkSelect(select: unknown): void {
  const ok = Array.isArray(select) && select.every((name) => typeof name === 'string')
  checkOption('select', select, ok, "an array of names, such as ['blocks.*.attn.pattern']")
}

/** Those of `names` that `select` asks for; a `*` stands for any characters. Throws `unknown-tensor` if one finds none. */
export function matchNames(names: readonly string[], select: readonly string[]): Set<string> {
  checkSelect(select)
  const wanted = new Set<string>()
  for (const asked of select) {
    const pattern = new RegExp(`^${asked.replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`)
    const found = names.filter((name) => pattern.test(name))
    if (!found.length) throw unknownTensor(asked, names)
    for (const name of found) wanted.add(name)
  }
  return wanted
}
