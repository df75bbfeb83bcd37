import {
  AttentionHead,
  BackpropWave,
  ComplexityComparison,
  KVCacheGrid,
  Lesson,
  TokenPipeline,
  Transport,
} from '@glassformer/components'
import type { Meta, StoryObj } from '@storybook/react-vite'

// A lesson is a page by itself: nothing is to be read about it first.
const meta: Meta<typeof Lesson> = { title: 'Lessons/One run, five figures', component: Lesson, tags: ['!autodocs'] }
export default meta

type Story = StoryObj<typeof Lesson>

/** What a course author writes around the figures. */
const prose = { maxWidth: '65ch', margin: '16px 0 0', fontSize: 16, lineHeight: 1.6 } as const

/** One run of the text model drives all five figures: one clock, one selection. Type over the text, play, point at things. */
export const OneRun: Story = {
  args: { prompt: 'the cat sat on the', style: { maxWidth: 1040, margin: '0 auto' } },
  render: (args) => (
    <Lesson {...args}>
      <h1 style={{ margin: 0, fontSize: 28, lineHeight: 1.2 }}>How a transformer writes one word after another</h1>
      <p style={prose}>
        Type a few words below. A small transformer, trained on simple sentences, runs in this page; everything you see
        is what it computed. Press play, or take it step by step, and point at anything to follow it through all five
        figures.
      </p>
      <TokenPipeline />
      <p style={prose}>
        Inside every block, each token reads itself and the tokens before it. How much it takes from each is a row of
        weights that add up to one.
      </p>
      <AttentionHead />
      <p style={prose}>
        The keys and values of past tokens never change. So they are kept, and each new token adds one column to the
        shelf.
      </p>
      <KVCacheGrid />
      <p style={prose}>
        What does keeping them save? The same step, with the shelf and without it, counted while it ran.
      </p>
      <ComplexityComparison />
      <p style={prose}>
        How would the model learn from this text? Each position is asked for the text’s own next token, and its loss
        sends a gradient back down the layers, and left along the keys and values that it read. The last part of the
        timeline plays one such step up to its gradients; the model is not changed by it.
      </p>
      <BackpropWave />
      <Transport />
    </Lesson>
  ),
}

/** The figures that belong together side by side, so that both are in sight: one writes a token, one shows where it looked. */
export const InColumns: Story = {
  args: { prompt: 'the cat sat on the', layout: 'columns' },
  render: (args) => (
    <Lesson {...args}>
      <p style={prose}>Which token comes next, and which of those before it the model looked at.</p>
      <TokenPipeline />
      <AttentionHead />
      <p style={prose}>What is kept of past tokens, and the work that this saves.</p>
      <KVCacheGrid />
      <ComplexityComparison />
      <p style={prose}>And how it would learn from this text.</p>
      <BackpropWave />
      <Transport />
    </Lesson>
  ),
}
