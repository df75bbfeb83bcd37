type Holds = (value: unknown) => boolean

const isNumber = (value: unknown): value is number => typeof value === 'number'
/** Below it a draw is no draw: see `sample`. */
const COLDEST = 1e-6

/** What each setting of a sampler may be: what `sample` takes, and 0 for always the most probable token. */
const SAMPLING: Readonly<Record<string, Holds>> = {
  temperature: (value) => value === 0 || (Number.isFinite(value) && (value as number) >= COLDEST),
  topK: (value) => value === undefined || value === null || (Number.isSafeInteger(value) && (value as number) >= 1),
  topP: (value) => value === undefined || (isNumber(value) && value > 0 && value <= 1),
  minP: (value) => value === undefined || (isNumber(value) && value >= 0 && value <= 1),
  seed: (value) => value === undefined || Number.isInteger(value),
}

/** The first setting of a sampler that is not what it must be, or that there is none of; `null` where all are right. */
export function wrongSampling(value: Readonly<Record<string, unknown>>): string | null {
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(SAMPLING, name))
  return unknown ?? Object.keys(SAMPLING).find((name) => !SAMPLING[name]?.(value[name])) ?? null
}
