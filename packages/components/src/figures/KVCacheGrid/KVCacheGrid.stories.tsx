import { type CachePolicy, createModel, type ForwardTrace, generate, runBackward, runForward } from '@glassformer/core'
import { attentionSinks, heavyHitters, paged, prefixCache, quantised, slidingWindow } from '@glassformer/core/cache'
import { loadSortModel } from '@glassformer/core/models/sort'
import { loadTextModel } from '@glassformer/core/models/text'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { Lesson } from '../../lesson/Lesson'
import { KVCacheGrid } from './KVCacheGrid'

const meta: Meta<typeof KVCacheGrid> = { title: 'Figures/KVCacheGrid', component: KVCacheGrid }
export default meta

type Story = StoryObj<typeof KVCacheGrid>

const model = createModel({ nLayers: 3, nHeads: 4, dModel: 48, nCtx: 80, dVocab: 40 }, { seed: 3, name: 'untrained' })
const small = createModel({ nLayers: 2, nHeads: 2, dModel: 16, nCtx: 16, dVocab: 40 }, { seed: 5, name: 'untrained' })
const wide = createModel(
  { nLayers: 4, nHeads: 12, dModel: 24, dHead: 64, nCtx: 16, dVocab: 40 },
  { seed: 7, name: 'untrained' },
)
const tokens = (count: number) => Array.from({ length: count }, (_, i) => (i * 7) % 40)
const sort = { model: loadSortModel(), prompt: 'BACABC' }

/** The text model and its sentence. */
export const Default: Story = {}

export const SortModel: Story = { args: sort }

/** A new column is written in layer 2: the past stays as it is. */
export const MidAnimation: Story = { args: { ...sort, defaultTime: 9450 } }

/** The new token reads the columns in layer 2: light runs back from it. */
export const Reading: Story = { args: { ...sort, defaultTime: 9950 } }

/** The shortest run. */
export const TwoTokens: Story = {
  args: { trace: generate(model, tokens(1), { maxNewTokens: 2 }), defaultTime: 1e9 },
}

export const SixtyFourTokens: Story = {
  args: { trace: generate(model, tokens(56), { maxNewTokens: 8 }), defaultTime: 1e9 },
}

/** Few numbers: no layer needs to be folded. */
export const EveryLayerOpen: Story = {
  args: { trace: generate(small, tokens(6), { maxNewTokens: 4 }), defaultTime: 1e9 },
}

/** The attention of GPT-2 small in width: the open layer shows one head at a time. */
export const TwelveHeadsOf64: Story = {
  args: { trace: generate(wide, tokens(6), { maxNewTokens: 2 }), defaultTime: 1e9 },
}

/** Without a cache the shelf is emptied at every step, and filled again. */
export const WithoutACache: Story = {
  args: { trace: generate(model, tokens(6), { maxNewTokens: 4, cache: 'none' }), defaultTime: 7000 },
}

const grouped = createModel(
  { nLayers: 2, nHeads: 4, nKVHeads: 2, dModel: 32, nCtx: 16, dVocab: 40 },
  { seed: 5, name: 'untrained' },
)

/** Two query heads share each head of keys and values: half the bytes, and a thread is the mean of its two. */
export const GroupedQueries: Story = {
  args: { trace: generate(grouped, tokens(6), { maxNewTokens: 4 }), defaultTime: 1e9 },
}

const windowed = createModel(
  { nLayers: 2, nHeads: 2, dModel: 16, nCtx: 16, dVocab: 40, attentionWindow: 3 },
  { seed: 5, name: 'untrained' },
)

/** The model sees three positions: the full cache keeps the others, and nothing reads them. */
export const SlidingWindow: Story = {
  args: { trace: generate(windowed, tokens(6), { maxNewTokens: 4 }), defaultTime: 1e9 },
}

/** A mistake made on purpose: point at a token of the prompt, and its threads run to later ones too. */
export const WithoutACausalMask: Story = {
  args: { trace: generate(small, tokens(6), { maxNewTokens: 3, fault: 'no-causal-mask' }), defaultTime: 1e9 },
}

const under = (cache: CachePolicy, count = 8, maxNewTokens = 8) =>
  generate(model, tokens(count), { maxNewTokens, cache })

/** The last five are kept: what is older has faded, and its place stays. */
export const SlidingWindowPolicy: Story = { args: { trace: under(slidingWindow({ window: 5 })), defaultTime: 1e9 } }

/** A position is given up in layer 1 while the new one is written; the other layers follow. */
export const MidEviction: Story = {
  args: { trace: under(slidingWindow({ window: 5 })), layer: 1, defaultTime: 23_070 },
}

/** The first two stay for good. */
export const AttentionSinks: Story = {
  args: { trace: under(attentionSinks({ sinks: 2, window: 4 })), defaultTime: 1e9 },
}

/** Each layer keeps those that drew the most attention in it. */
export const HeavyHitters: Story = {
  args: {
    trace: generate(loadTextModel(), 'the dog ran to the big tree and the cat', {
      maxNewTokens: 2,
      cache: heavyHitters({ recent: 3, heavy: 4 }),
    }),
    defaultTime: 1e9,
  },
}

/** What is read back is not what was computed: the control shows either, or the error. */
export const FourBits: Story = { args: { trace: under(quantised({ bits: 4 })), defaultTime: 1e9 } }

export const EightBits: Story = { args: { trace: under(quantised({ bits: 8 })), defaultTime: 1e9 } }

/** Blocks of six, their table, and the rows of the last that hold nothing. */
export const Paged: Story = { args: { trace: under(paged({ blockSize: 6 })), defaultTime: 1e9 } }

function afterAnother() {
  const cache = prefixCache({ blockSize: 3, capacity: 12 })
  generate(model, [...tokens(7), 1, 2], { maxNewTokens: 3, cache })
  return under(cache)
}

/** An earlier request began with the same tokens: its blocks are taken over. */
export const SharedPrefix: Story = { args: { trace: afterAnother(), defaultTime: 1e9 } }

/** Before the first step: what another request computed is there already. */
export const SharedPrefixAtFirst: Story = { args: { trace: afterAnother(), defaultTime: 0 } }

export const TwoTokensInAWindow: Story = {
  args: { trace: under(slidingWindow({ window: 1 }), 1, 2), defaultTime: 1e9 },
}

export const TwoTokensPaged: Story = { args: { trace: under(paged({ blockSize: 4 }), 1, 2), defaultTime: 1e9 } }

export const SixtyFourTokensWithSinks: Story = {
  args: { trace: under(attentionSinks({ sinks: 4, window: 12 }), 56, 8), defaultTime: 1e9 },
}

export const SixtyFourTokensOfHeavyHitters: Story = {
  args: { trace: under(heavyHitters({ recent: 8, heavy: 8 }), 40, 24), defaultTime: 1e9 },
}

export const SixtyFourTokensPaged: Story = {
  args: { trace: under(paged({ blockSize: 5 }), 56, 8), defaultTime: 1e9 },
}

/** A forward pass keeps nothing. */
export const OneForwardPass: Story = { args: { trace: runForward(model, tokens(8)), defaultTime: 1e9 } }

export const Narrow: Story = {
  args: sort,
  decorators: [
    (Figure) => (
      <div style={{ width: 320 }}>
        <Figure />
      </div>
    ),
  ],
}

/** A training step has no cache: the message stands in the figure's place. */
export const WrongTrace: Story = {
  args: { trace: runBackward(small, tokens(4)) as unknown as ForwardTrace },
}

const broken = runForward(small, tokens(4))
const k = broken.tensor('blocks.0.attn.k')

/** A number that is none: the message says which. */
export const BadTrace: Story = {
  args: {
    trace: {
      ...broken,
      tensors: { ...broken.tensors, [k.name]: { ...k, data: k.data.map((x, i) => (i === 3 ? Number.NaN : x)) } },
    },
  },
}

export const InALesson: Story = {
  render: (args) => (
    <Lesson prompt="the cat sat on the">
      <KVCacheGrid {...args} />
    </Lesson>
  ),
}
