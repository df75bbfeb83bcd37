import { unknownTensor } from '../tensor/layout'

/** Those of `names` that `select` asks for; a `*` stands for any characters. Throws `unknown-tensor` if one finds none. */
export function matchNames(names: readonly string[], select: readonly string[]): Set<string> {
  const wanted = new Set<string>()
  for (const asked of select) {
    const pattern = new RegExp(`^${asked.replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`)
    const found = names.filter((name) => pattern.test(name))
    if (!found.length) throw unknownTensor(asked, names)
    for (const name of found) wanted.add(name)
  }
  return wanted
}
