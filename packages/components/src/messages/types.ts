import type { attentionHeadMessages } from './en/attentionHead'
import type { backpropWaveMessages } from './en/backpropWave'
import type { complexityComparisonMessages } from './en/complexityComparison'
import type { figureMessages } from './en/figure'
import type { kvCacheGridMessages } from './en/kvCacheGrid'
import type { tokenPipelineMessages } from './en/tokenPipeline'
import type { transportMessages } from './en/transport'

/** Every string of the library, by figure. A locale is one object of this shape. */
export interface Messages {
  readonly figure: typeof figureMessages
  readonly transport: typeof transportMessages
  readonly attentionHead: typeof attentionHeadMessages
  readonly kvCacheGrid: typeof kvCacheGridMessages
  readonly tokenPipeline: typeof tokenPipelineMessages
  readonly complexityComparison: typeof complexityComparisonMessages
  readonly backpropWave: typeof backpropWaveMessages
}

/** Any of the strings, replaced: `<Lesson messages={{ transport: { play: 'Abspielen' } }}>`. */
export type MessageOverrides = { readonly [F in keyof Messages]?: Partial<Messages[F]> }
