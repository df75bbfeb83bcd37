import { countAt, countParameters, kvCacheBytes } from '@glassformer/core'
import {
  A100_80GB,
  DEVICES,
  LLAMA3_8B,
  PRESETS,
  type Preset,
  type RooflineOptions,
  roofline,
} from '@glassformer/core/presets'
import { whole } from './format'
import { Table } from './Table'

const presets: readonly Preset[] = Object.values(PRESETS)
/** A position that every preset's context has. */
const POSITION = 1000
const PROMPT = 2048

/** Three digits and a metric prefix: 7.24 G. */
function metric(value: number, unit = ''): string {
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P']
  const power = Math.max(0, Math.floor(Math.log10(value) / 3))
  return `${Number((value / 1000 ** power).toPrecision(3))} ${prefixes[power]}${unit}`
}

const ms = (seconds: number) => `${Number((seconds * 1000).toPrecision(3))} ms`

/** All presets: parameters counted and published, the cache of one token, and the work of one decode step. */
export function PresetTable() {
  return (
    <Table
      head={[
        'preset',
        'parameters, counted',
        'published',
        'KV cache per token, 16 bits',
        `multiply-adds of decoding position ${whole(POSITION)}`,
      ]}
      rows={presets.map(({ id, config, parameters }) => ({
        id,
        cells: [
          id,
          whole(countParameters(config)),
          <a key="source" href={parameters.source}>
            {parameters.exact ? whole(parameters.published) : `${whole(parameters.published)}, rounded`}
          </a>,
          metric(kvCacheBytes(config, 1, { bytesPerValue: 2 }), 'B'),
          metric(countAt(config, POSITION, 'full').totalMacs),
        ],
      }))}
    />
  )
}

/** The devices that are there, with the published figures. */
export function DeviceTable() {
  return (
    <Table
      head={['device', 'operations per second', 'bytes per second', 'ridge, operations per byte', 'memory']}
      rows={Object.values(DEVICES).map(({ id, name, opsPerSecond, bytesPerSecond, memoryBytes, source }) => ({
        id,
        cells: [
          <a key="source" href={source}>
            {name}
          </a>,
          metric(opsPerSecond),
          metric(bytesPerSecond, 'B'),
          Math.round(opsPerSecond / bytesPerSecond),
          metric(memoryBytes, 'B'),
        ],
      }))}
    />
  )
}

const CASES: Readonly<Record<string, Partial<RooflineOptions>>> = {
  'one text': {},
  '32 texts at once': { batch: 32 },
  'one text, weights in 4 bits': { bytesPerWeight: 0.5 },
  'one text of 8,000 tokens': { promptLength: 8000 },
}

/** Llama 3 8B on one A100: the prefill, and the decode step after it. */
export function RooflineTable() {
  return (
    <Table
      head={['case', 'step', 'operations', 'bytes moved', 'operations per byte', 'bound by', 'least time', 'tokens/s']}
      rows={Object.entries(CASES).flatMap(([name, options]) => {
        const result = roofline(LLAMA3_8B.config, { device: A100_80GB, promptLength: PROMPT, ...options })
        return (['prefill', 'decode'] as const).map((kind) => {
          const step = result[kind]
          return {
            id: `${name}, ${kind}`,
            cells: [
              name,
              kind,
              metric(step.operations),
              metric(step.bytes.total, 'B'),
              Number(step.intensity.toPrecision(3)),
              step.bound,
              ms(step.seconds),
              whole(Math.round(step.tokensPerSecond)),
            ],
          }
        })
      })}
    />
  )
}
