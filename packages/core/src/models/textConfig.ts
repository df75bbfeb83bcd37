import { resolveConfig } from '../model/config'

/** The shape of the text model. */
export const TEXT_CONFIG = resolveConfig({
  nLayers: 4,
  nHeads: 4,
  dModel: 64,
  nCtx: 128,
  dVocab: 1024,
  positions: 'rotary',
})
