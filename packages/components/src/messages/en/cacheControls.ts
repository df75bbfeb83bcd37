import { formatCount } from '../format'

const positions = (count: number) => `${formatCount(count)} ${count === 1 ? 'position' : 'positions'}`

const several = (which: 'first' | 'last', count: number) =>
  count === 1 ? `${which} position` : `${which} ${positions(count)}`
const are = (count: number) => (count === 1 ? 'is' : 'are')

export const cacheControlsMessages = {
  title: 'KV cache',
  label: 'What is kept',
  kinds: {
    full: 'Everything',
    none: 'Nothing: no cache',
    'sliding-window': 'A sliding window',
    'attention-sinks': 'Attention sinks and a window',
    'heavy-hitters': 'Heavy hitters and the last',
    'quantised-8': 'Everything, in 8 bits',
    'quantised-4': 'Everything, in 4 bits',
    paged: 'Everything, in pages',
  },
  /** A policy of the author's own. */
  other: (policy: string) => `As the lesson has it: ${policy}`,
  window: 'Window',
  windowAbout: 'How many of the last positions are kept.',
  sinks: 'Sinks',
  sinksAbout: 'How many of the first positions are kept for good.',
  recent: 'Last positions',
  recentAbout: 'How many of the last positions are kept whatever they draw.',
  heavy: 'Heavy hitters',
  heavyAbout: 'How many others are kept: those that drew the most attention so far.',
  blockSize: 'Page',
  blockSizeAbout: 'How many positions a page of memory holds.',
  count: positions,
  /** What is set and what it does. */
  says: {
    full: 'K and V of every position are kept, so that each step computes one position alone.',
    none: 'Nothing is kept: each step computes every position again. The numbers are the same.',
    'sliding-window': ({ window = 0 }: Numbers) =>
      `The ${several('last', window)} ${are(window)} kept; what is older is forgotten.`,
    'attention-sinks': ({ sinks = 0, window = 0 }: Numbers) =>
      `The ${several('first', sinks)} and the ${several('last', window)} are kept; what lies between is forgotten.`,
    'heavy-hitters': ({ recent = 0, heavy = 0 }: Numbers) =>
      `The ${several('last', recent)} ${are(recent)} kept, and the ${heavy === 1 ? 'other' : `${formatCount(heavy)} others`} that drew the most attention.`,
    'quantised-8': 'Every position is kept in whole numbers of 8 bits, a fourth of the memory: slightly other numbers.',
    'quantised-4': 'Every position is kept in whole numbers of 4 bits, an eighth of the memory: other numbers.',
    paged: ({ blockSize = 0 }: Numbers) =>
      `Every position is kept, in pages of ${positions(blockSize)} that are taken when they are needed. The numbers are the same.`,
  },
}

/** The numbers of a policy. */
type Numbers = Readonly<Record<string, number | undefined>>
