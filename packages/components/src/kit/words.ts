/** Sentences with tokens and numbers in them, numbers as they are written, and strings that a site can replace. */
export {
  cutMiddle,
  formatBytes,
  formatCount,
  formatExact,
  formatNumber,
  formatProb,
  formatScaled,
  formatShort,
  visibleToken,
} from '../messages/format'
export { Said } from '../messages/Said'
export {
  join,
  number,
  plain,
  type SaidNumber,
  type SaidPart,
  type SaidToken,
  type Sayable,
  type Sentence,
  say,
} from '../messages/say'
export type { DeepPartial, MessageOverrides, Messages } from '../messages/types'
export { useOwnMessages } from '../messages/useOwnMessages'
