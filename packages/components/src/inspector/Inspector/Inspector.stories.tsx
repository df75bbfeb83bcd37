import { createModel, generate, runBackward, runForward } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { useEffect, useRef } from 'react'
import { Transport } from '../../controls/Transport'
import { AttentionHead } from '../../figures/AttentionHead'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { useLesson } from '../../lesson/context'
import { Lesson } from '../../lesson/Lesson'
import type { CellAddress } from '../../lesson/selection'
import { someTokens } from '../../testing/words'
import { Inspector } from './Inspector'

const meta: Meta<typeof Inspector> = {
  title: 'Controls/Inspector',
  component: Inspector,
  decorators: [
    (Story) => (
      <div style={{ maxWidth: '26rem' }}>
        <Story />
      </div>
    ),
  ],
}
export default meta
type Story = StoryObj<typeof Inspector>

const backward = runBackward(loadTextModel(), 'Anna gave the red ball to Ben')
const newer = createModel(
  {
    nLayers: 2,
    nHeads: 2,
    dModel: 32,
    nCtx: 16,
    dVocab: 16,
    norm: 'rmsnorm',
    positions: 'rotary',
    activation: 'swiglu',
  },
  { seed: 3 },
)

/** How well a query and a key match: products of their numbers, added up and scaled. */
export const Score: Story = { args: { cell: { tensor: 'blocks.3.attn.scores', index: [0, 6, 4] } } }

/** The share that one exponential has of the sum of all. */
export const Weight: Story = { args: { cell: { tensor: 'blocks.3.attn.pattern', index: [0, 6, 4] } } }

/** Values under their weights. */
export const Output: Story = { args: { cell: { tensor: 'blocks.3.attn.z', index: [6, 0, 15] } } }

/** A norm: the row that it reads, and as it goes out before its weights. */
export const Norm: Story = { args: { cell: { tensor: 'blocks.1.ln2.normalized', index: [3, 5] } } }

/** As many terms as the MLP has neurons: the largest by name, the others gathered. */
export const ManyTerms: Story = { args: { cell: { tensor: 'blocks.2.mlp_out', index: [6, 11] } } }

/** A neuron's activation: the number before it, times the share that passes. */
export const Neuron: Story = { args: { cell: { tensor: 'blocks.2.mlp.post', index: [6, 11] } } }

/** A sum of two: what stood in the stream, and what attention added. */
export const Stream: Story = { args: { cell: { tensor: 'blocks.1.resid_mid', index: [3, 5] } } }

/** What comes out at the end, as a share of all tokens of the vocabulary. */
export const Probability: Story = { args: { cell: { tensor: 'probs', index: [6, 300] } } }

/** The gradient of the loss: over everything that read the number. */
export const Gradient: Story = {
  args: { trace: backward, model: loadTextModel(), cell: { tensor: 'grad.blocks.2.attn.k', index: [2, 1, 3] } },
}

/** The gradient of one weight: its use at every position. */
export const WeightGradient: Story = {
  args: { trace: backward, model: loadTextModel(), cell: { tensor: 'grad.blocks.1.mlp.W_out', index: [7, 9] } },
}

/** The loss at one position. */
export const Loss: Story = { args: { trace: backward, model: loadTextModel(), cell: { tensor: 'losses', index: [3] } } }

/** A score that was not computed: the key comes later than the query. */
export const Masked: Story = { args: { cell: { tensor: 'blocks.0.attn.scores', index: [0, 2, 5] } } }

/** A weight of the model, which nothing in a run made. */
export const Parameter: Story = { args: { cell: { tensor: 'embed.W_E', index: [20, 3] } } }

/** RMSNorm, rotary positions, SwiGLU. */
export const NewerParts: Story = {
  args: { trace: runForward(newer, someTokens(9)), cell: { tensor: 'blocks.1.mlp.post', index: [5, 2] } },
}

/** A trace that was posted or read from a file knows no model: weights are not there. */
export const WithoutTheModel: Story = {
  args: {
    trace: structuredClone(generate(newer, someTokens(6), { maxNewTokens: 1 })),
    cell: { tensor: 'blocks.0.attn.q', index: [1, 0, 3] },
  },
}

/** Two columns of figures that answer to it: what is opened is lit in them. */
export const InALesson: Story = {
  args: { cell: { tensor: 'blocks.3.attn.z', index: [6, 0, 15] } },
  decorators: [(Story) => <div style={{ width: 'min(70rem, 90vw)' }}>{Story()}</div>],
  render: (args) => (
    <Lesson>
      <Inspector {...args} />
      <AttentionHead defaultView="output" />
      <TokenPipeline />
      <Transport />
    </Lesson>
  ),
}

/** Opens one of its numbers, as a press on it would. */
function Opened({ cell }: { cell: CellAddress }) {
  const { handle } = useLesson()
  const box = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    handle.inspect(cell, box.current)
    return () => handle.inspect(null)
  }, [handle, cell])
  return <span ref={box}>this number</span>
}

/** As it opens beside a number: here one of the prose. */
export const BesideItsNumber: Story = {
  args: { cell: { tensor: 'blocks.3.attn.z', index: [6, 0, 15] } },
  decorators: [(Story) => <div style={{ width: 'min(70rem, 90vw)', minHeight: '46rem' }}>{Story()}</div>],
  render: (args) => (
    <Lesson>
      <p>
        What <Opened cell={args.cell} /> is made of is marked in the figure.
      </p>
      <AttentionHead defaultView="output" />
    </Lesson>
  ),
}

/** A name that no run has: said in its place. */
export const UnknownNumber: Story = { args: { cell: { tensor: 'blocks.9.attn.q', index: [0, 0, 0] } } }
