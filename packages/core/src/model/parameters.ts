import { type Extents, type Layout, layOut, type SpecRow, sizeOfTable } from '../tensor/layout'
import { type ModelConfig, type ModelConfigInput, resolveConfig } from './config'
import type { Views } from './views'

/** How a parameter starts: normal with std 0.02, the same divided by sqrt(2 * nLayers) (GPT-2's residual projections), ones or zeros. */
export type Init = 'normal' | 'residual' | 'ones' | 'zeros'

export interface ConditionalRow extends SpecRow {
  /** When the row is there at all. @default always */
  readonly when?: (config: ModelConfig) => boolean
}

export interface ParameterRow extends ConditionalRow {
  readonly init: Init
  /** Whether AdamW's decay applies: to matrices, not to biases and norms. */
  readonly decay: boolean
}

const withBiasQKV = ({ bias }: ModelConfig) => bias !== false && bias !== 'mlp'
const withBiasO = ({ bias }: ModelConfig) => bias === true || bias === 'attention'
const withBiasMlp = ({ bias }: ModelConfig) => bias === true || bias === 'mlp'
const withNormBias = (config: ModelConfig) => config.bias === true && config.norm === 'layernorm'
const withGate = (config: ModelConfig) => config.activation === 'swiglu'

/**
 * The one table of parameters. Linear weights are stored input-major, `[in..., out...]`, so that
 * `W_Q` is (d_model, head, d_head), `W_K` is (d_model, kv_head, d_head) and `W_O` is (head, d_head, d_model).
 */
const ROWS = [
  { name: 'embed.W_E', axes: ['d_vocab', 'd_model'], init: 'normal', decay: true },
  {
    name: 'pos_embed.W_pos',
    axes: ['n_ctx', 'd_model'],
    init: 'normal',
    decay: true,
    when: (config: ModelConfig) => config.positions === 'learned',
  },
  { name: 'blocks.l.ln1.w', axes: ['d_model'], init: 'ones', decay: false },
  { name: 'blocks.l.ln1.b', axes: ['d_model'], init: 'zeros', decay: false, when: withNormBias },
  { name: 'blocks.l.attn.W_Q', axes: ['d_model', 'head', 'd_head'], init: 'normal', decay: true },
  { name: 'blocks.l.attn.b_Q', axes: ['head', 'd_head'], init: 'zeros', decay: false, when: withBiasQKV },
  { name: 'blocks.l.attn.W_K', axes: ['d_model', 'kv_head', 'd_head'], init: 'normal', decay: true },
  { name: 'blocks.l.attn.b_K', axes: ['kv_head', 'd_head'], init: 'zeros', decay: false, when: withBiasQKV },
  { name: 'blocks.l.attn.W_V', axes: ['d_model', 'kv_head', 'd_head'], init: 'normal', decay: true },
  { name: 'blocks.l.attn.b_V', axes: ['kv_head', 'd_head'], init: 'zeros', decay: false, when: withBiasQKV },
  { name: 'blocks.l.attn.W_O', axes: ['head', 'd_head', 'd_model'], init: 'residual', decay: true },
  { name: 'blocks.l.attn.b_O', axes: ['d_model'], init: 'zeros', decay: false, when: withBiasO },
  { name: 'blocks.l.ln2.w', axes: ['d_model'], init: 'ones', decay: false },
  { name: 'blocks.l.ln2.b', axes: ['d_model'], init: 'zeros', decay: false, when: withNormBias },
  { name: 'blocks.l.mlp.W_gate', axes: ['d_model', 'd_mlp'], init: 'normal', decay: true, when: withGate },
  {
    name: 'blocks.l.mlp.b_gate',
    axes: ['d_mlp'],
    init: 'zeros',
    decay: false,
    when: (config: ModelConfig) => withGate(config) && withBiasMlp(config),
  },
  { name: 'blocks.l.mlp.W_in', axes: ['d_model', 'd_mlp'], init: 'normal', decay: true },
  { name: 'blocks.l.mlp.b_in', axes: ['d_mlp'], init: 'zeros', decay: false, when: withBiasMlp },
  { name: 'blocks.l.mlp.W_out', axes: ['d_mlp', 'd_model'], init: 'residual', decay: true },
  { name: 'blocks.l.mlp.b_out', axes: ['d_model'], init: 'zeros', decay: false, when: withBiasMlp },
  { name: 'ln_final.w', axes: ['d_model'], init: 'ones', decay: false },
  { name: 'ln_final.b', axes: ['d_model'], init: 'zeros', decay: false, when: withNormBias },
  {
    name: 'unembed.W_U',
    axes: ['d_model', 'd_vocab'],
    init: 'normal',
    decay: true,
    when: (config: ModelConfig) => !config.tied,
  },
] as const satisfies readonly ParameterRow[]

const PARAMETERS: readonly ParameterRow[] = ROWS

/** A parameter as the table names it: `blocks.l.` for every layer. */
export type ParameterName = (typeof ROWS)[number]['name']

/** Whether a table's name is one of a parameter that models of this config have. */
export function isParameter(config: ModelConfig, row: string): row is ParameterName {
  return rowsFor(PARAMETERS, config).some(({ name }) => name === row)
}

/** The parameters (or their gradients) as bare arrays, for the operations; those that a config may lack can be undefined. */
export type ParameterViews = Views<
  (typeof ROWS)[number]['name'],
  Extract<(typeof ROWS)[number], { when: unknown }>['name']
>

/** The extent of every axis, for one config and one run over `positions` tokens. */
export function extentsOf(config: ModelConfig, positions: number): Extents {
  return {
    position: positions,
    query: positions,
    key: positions,
    d_model: config.dModel,
    head: config.nHeads,
    kv_head: config.nKVHeads,
    d_head: config.dHead,
    d_mlp: config.dMlp,
    d_vocab: config.dVocab,
    n_ctx: config.nCtx,
  }
}

/** The rows of a table that a config has. */
export function rowsFor<Row extends ConditionalRow>(table: readonly Row[], config: ModelConfig): readonly Row[] {
  return table.filter(({ when }) => when?.(config) ?? true)
}

/** Where each parameter of a config lies in the model's one flat buffer. */
export function parameterLayout(config: ModelConfig): Layout {
  return layOut(rowsFor(PARAMETERS, config), config.nLayers, extentsOf(config, 0))
}

/** The row of the table that a parameter's name stands for. */
export function parameterRow(name: string): ParameterRow | undefined {
  const generic = name.replace(/\.\d+\./, '.l.')
  return PARAMETERS.find((row) => row.name === generic)
}

/** How many parameters a config has, of any size: by formula, at once, and nothing is allocated. Throws `bad-config`. */
export function countParameters(config: ModelConfigInput): number {
  const resolved = resolveConfig(config)
  return sizeOfTable(rowsFor(PARAMETERS, resolved), resolved.nLayers, extentsOf(resolved, 0))
}
