const LONGEST_TEXT = 40
const MOST_ITEMS = 6
const DEEPEST = 2

/**
 * A value of any kind, for a message: short, and safe whatever it is. A number stays one, so that another language can
 * write it in its own way; text stands in quotes, and lists and objects show what they begin with.
 */
export function describe(value: unknown): string | number {
  return typeof value === 'number' ? value : written(value, 0)
}

function written(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT - 1)}…` : value)
    case 'bigint':
      return `${value}n`
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'function':
    case 'object':
      try {
        return value === null ? 'null' : thing(value, depth)
      } catch {
        // Proxies and getters can throw whatever they are asked.
        return `${typeof value === 'function' ? 'a function' : 'an object'} that cannot be read`
      }
    default:
      return String(value)
  }
}

function thing(value: object, depth: number): string {
  if (typeof value === 'function') return named(/^class\b/.test(`${value}`) ? 'class' : 'function', value.name)
  if (Array.isArray(value)) return listed(value, value.length, depth)
  const name = kindOf(value)
  if (ArrayBuffer.isView(value) && 'length' in value)
    return `${name}(${value.length}) ${listed(value as unknown as ArrayLike<unknown>, value.length as number, depth)}`
  if (value instanceof Error) return `${value.name}: ${written(value.message, depth)}`
  if (value instanceof Date) return `Date ${value.getTime()}`
  if (value instanceof Map || value instanceof Set) return `a ${name} of ${value.size}`
  if (name !== 'Object' || depth >= DEEPEST) return name === 'Object' ? '{…}' : named('object', name)
  const keys = Object.keys(value)
  const some = keys
    .slice(0, MOST_ITEMS)
    .map((key) => `${key.slice(0, LONGEST_TEXT)}: ${written((value as Record<string, unknown>)[key], depth + 1)}`)
  return keys.length ? `{ ${withMore(some, keys.length).join(', ')} }` : '{}'
}

function kindOf(value: object): string {
  const maker: unknown = value.constructor
  return typeof maker === 'function' && maker.name ? maker.name : 'Object'
}

function named(what: string, name: unknown): string {
  return typeof name === 'string' && name
    ? `the ${what} ${name.slice(0, LONGEST_TEXT)}`
    : `${what === 'object' ? 'an' : 'a'} ${what}`
}

function listed(items: ArrayLike<unknown>, length: number, depth: number): string {
  if (depth >= DEEPEST) return length ? '[…]' : '[]'
  const some = Array.from({ length: Math.min(length, MOST_ITEMS) }, (_, i) => written(items[i], depth + 1))
  return `[${withMore(some, length).join(', ')}]`
}

function withMore(shown: string[], count: number): string[] {
  return count > shown.length ? [...shown, `and ${count - shown.length} more`] : shown
}
