import type { askMessages } from './en/ask'
import type { attentionHeadMessages } from './en/attentionHead'
import type { backpropWaveMessages } from './en/backpropWave'
import type { cacheControlsMessages } from './en/cacheControls'
import type { chaptersMessages } from './en/chapters'
import type { complexityComparisonMessages } from './en/complexityComparison'
import type { controlsMessages } from './en/controls'
import type { faultPickerMessages } from './en/faultPicker'
import type { figureMessages } from './en/figure'
import type { glossaryMessages } from './en/glossary'
import type { inspectorMessages } from './en/inspector'
import type { kvCacheGridMessages } from './en/kvCacheGrid'
import type { linkMessages } from './en/link'
import type { modelPickerMessages } from './en/modelPicker'
import type { probabilityTrailMessages } from './en/probabilityTrail'
import type { promptPickerMessages } from './en/promptPicker'
import type { proseMessages } from './en/prose'
import type { samplingControlsMessages } from './en/samplingControls'
import type { togetherMessages } from './en/together'
import type { tokenPipelineMessages } from './en/tokenPipeline'
import type { transportMessages } from './en/transport'
import type { ErrorMessages } from './errorText'

/** Every string of the library, by figure. A locale is one object of this shape. */
export interface Messages {
  readonly figure: typeof figureMessages
  readonly transport: typeof transportMessages
  readonly inspector: typeof inspectorMessages
  readonly chapters: typeof chaptersMessages
  readonly together: typeof togetherMessages
  readonly attentionHead: typeof attentionHeadMessages
  readonly kvCacheGrid: typeof kvCacheGridMessages
  readonly tokenPipeline: typeof tokenPipelineMessages
  readonly complexityComparison: typeof complexityComparisonMessages
  readonly probabilityTrail: typeof probabilityTrailMessages
  readonly backpropWave: typeof backpropWaveMessages
  readonly cacheControls: typeof cacheControlsMessages
  readonly controls: typeof controlsMessages
  readonly faultPicker: typeof faultPickerMessages
  readonly modelPicker: typeof modelPickerMessages
  readonly promptPicker: typeof promptPickerMessages
  readonly samplingControls: typeof samplingControlsMessages
  readonly link: typeof linkMessages
  readonly glossary: typeof glossaryMessages
  readonly prose: typeof proseMessages
  readonly ask: typeof askMessages
}

/** Any part of an object of messages, down to the single string; functions and lists are replaced whole. */
export type DeepPartial<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends readonly unknown[]
    ? T
    : T extends object
      ? { readonly [K in keyof T]?: DeepPartial<T[K]> }
      : T extends string
        ? string
        : T

/** Any of the strings, replaced: `<Lesson messages={{ transport: { play: 'Abspielen' } }}>`. */
export type MessageOverrides = DeepPartial<Messages> & {
  /** Errors of the core, by template or by code: see `ErrorMessages`. */
  readonly errors?: ErrorMessages
  /** Strings of figures that are not of this library, by the name that they ask for them by: see `useOwnMessages`. */
  readonly own?: Readonly<Record<string, object>>
}
