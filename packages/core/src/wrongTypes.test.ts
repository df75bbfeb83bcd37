import { describe, expect, it } from 'vitest'
import { entries } from '../tsup.config'
import { greedy } from './sampling/sampling'
import { GlassformerError } from './tensor/errors'
import { ROWS, Whole } from './testing/rightArguments'

const WRONG: readonly unknown[] = [
  ...[undefined, null, true, false, 0, 1, -1, 0.5, Number.NaN, Infinity, 3n, '', 'text', Symbol('s')],
  ...[{}, { a: 1 }, [], [1], [null], ['text'], [[]], () => 1, () => undefined],
  ...[new Map(), new Date(0), new Float32Array(2), new Uint8Array(3), new ArrayBuffer(4), Promise.resolve(), greedy],
  ...[Object.create(null), new Error('one'), /x/],
]

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

const unwrapped = (value: unknown): unknown => (value instanceof Whole ? value.value : value)

/** A value, with one thing in it made wrong, in every way; and what that was. */
function* damaged(value: unknown, where: string, depth: number): Generator<[string, unknown]> {
  for (const [i, wrong] of WRONG.entries()) yield [`${where} = WRONG[${i}]`, wrong]
  const inner = unwrapped(value)
  if (value instanceof Whole || depth === 0) return
  if (isPlain(inner))
    for (const key of Object.keys(inner))
      for (const [what, one] of damaged(inner[key], `${where}.${key}`, depth - 1))
        yield [what, Object.assign(copyOf(inner), { [key]: one })]
  if (Array.isArray(inner) && inner.length)
    for (const [what, one] of damaged(inner[0], `${where}[0]`, depth - 1))
      yield [what, [one, ...inner.slice(1).map(unwrapped)]]
}

/** With what is not enumerable, such as a trace's methods; frozen or not. */
const copyOf = (value: object) => {
  const copy: Record<string, unknown> = {}
  const listed = new Set(Object.keys(value))
  for (const key of Object.getOwnPropertyNames(value)) {
    const own = unwrapped((value as Record<string, unknown>)[key])
    if (listed.has(key)) copy[key] = own
    else Object.defineProperty(copy, key, { value: own, enumerable: false, writable: true, configurable: true })
  }
  return copy
}

type Fails = Map<string, string>

async function attempt(what: string, fails: Fails, act: () => unknown): Promise<unknown> {
  try {
    const result = await act()
    const isGenerator = typeof (result as Generator | undefined)?.next === 'function'
    return isGenerator ? Array.from(result as Iterable<unknown>) : result
  } catch (error) {
    if (error instanceof GlassformerError) {
      if (!error.message || /\[object|undefined and undefined/.test(error.message))
        fails.set(what, `says "${error.message}"`)
    } else fails.set(what, `${error}`)
    return undefined
  }
}

/** What the library alone calls, with what it made. */
const PLUMBING = new Set(['open', 'bind'])

/** Calls every function that a result has with wrong arguments. */
async function tryMethods(what: string, owner: unknown, fails: Fails): Promise<void> {
  if ((typeof owner !== 'object' && typeof owner !== 'function') || owner === null || ArrayBuffer.isView(owner)) return
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (/^(prototype|caller|arguments)$/.test(name) || PLUMBING.has(name)) continue
    const method = (owner as Record<string, unknown>)[name]
    if (typeof method !== 'function') continue
    for (const [i, a] of WRONG.entries()) {
      await attempt(`${what}.${name}(WRONG[${i}])`, fails, () => method.call(owner, a))
      await attempt(`${what}.${name}(0, WRONG[${i}])`, fails, () => method.call(owner, 0, a))
      await attempt(`${what}.${name}([0], WRONG[${i}])`, fails, () => method.call(owner, [0], a))
    }
    await tryMethods(`${what}.${name}`, method, fails)
  }
}

/** Of each place the first, since all are of one kind. */
const report = (fails: Fails) => {
  const places = new Map(
    [...fails]
      .reverse()
      .map(([what, error]) => [what.replace(/(\[0\]|0), |WRONG.*/g, ''), `${what}: ${error.slice(0, 160)}`]),
  )
  return [...places.values()].reverse()
}

describe.each(Object.entries(entries).filter(([name]) => name !== 'trainingWorker'))(
  'wrong types given to %s',
  (entry, path) => {
    it('are told by no other error than ours, in every function, at every place', async () => {
      const exported = (await import(/* @vite-ignore */ `../${path}`)) as Record<string, unknown>
      const functions = Object.entries(exported).filter(
        ([, value]) => typeof value === 'function' && value !== GlassformerError,
      )
      const rows = ROWS[entry] ?? {}
      expect(Object.keys(rows).sort(), `give arguments for what ${entry} exports`).toEqual(
        functions.map(([name]) => name).sort(),
      )
      const fails: Fails = new Map()
      for (const [name, value] of functions) {
        const call = value as (...args: unknown[]) => unknown
        for (const row of rows[name] ?? []) {
          const right = row()
          const args = () => right.map((value) => (isPlain(value) ? copyOf(value) : unwrapped(value)))
          const result = await attempt(`${name}(right)`, fails, () => call(...args()))
          await tryMethods(`${name}()`, result, fails)
          for (let i = 0; i <= right.length; i++)
            for (const [what, wrong] of damaged(right[i], `argument ${i}`, 3))
              await attempt(`${name}: ${what}`, fails, () => call(...Object.assign(args(), { [i]: wrong })))
        }
      }
      expect(report(fails)).toEqual([])
    })
  },
)
