import type { Meta, StoryObj } from '@storybook/react-vite'
import { Transport } from '../../controls/Transport'
import { AttentionHead } from '../../figures/AttentionHead'
import { Lesson } from '../../lesson/Lesson'
import { Value } from './Value'

const meta: Meta<typeof Value> = { title: 'Prose/Value', component: Value }
export default meta

type Story = StoryObj<typeof Value>

const prose = { maxWidth: '38rem', fontSize: 17, lineHeight: 1.6 } as const

/** Every number here follows the clock and what is chosen in the figure. Those with dots open. */
export const InALesson: Story = {
  args: { tensor: 'attn.pattern' },
  render: (args) => (
    <Lesson style={prose}>
      <p>
        In layer <Value of="layer" />, head <Value of="head" />, the token <Value of="token" /> reads mostly{' '}
        <Value of="token" keyAt="most" />, with a weight of <Value {...args} />, which softmax made of a score of{' '}
        <Value tensor="attn.scores" />.
      </p>
      <AttentionHead />
      <Transport />
    </Lesson>
  ),
}

/** Quantities by name, among them what the clock has not come to. */
export const Quantities: Story = {
  render: () => (
    <Lesson style={prose}>
      <p>
        A model of <Value of="parameters" /> parameters, in <Value of="layers" /> layers of <Value of="heads" /> heads,
        reads <Value of="promptTokens" /> tokens. Of <Value of="vocabulary" /> it gives <Value of="next" nth={1} />{' '}
        <Value of="probability" nth={1} /> and <Value of="next" nth={2} /> <Value of="probability" nth={2} />; the one
        that came, <Value of="next" />, is number <Value of="rank" />. The cache holds <Value of="cacheBytes" />. This
        step takes <Value of="multiplyAdds" /> multiply-adds, and <Value of="otherMultiplyAdds" /> without a cache.
      </p>
      <p>
        The loss of the text is <Value of="loss" /> nats, a perplexity of <Value of="perplexity" />; the gradient of its
        first number is <Value tensor="grad.embed" position={0} index={0} />.
      </p>
      <Transport />
    </Lesson>
  ),
}

/** Each kind of number in its colour, written as asked. */
export const Kinds: Story = {
  render: () => (
    <Lesson style={prose} defaultTime={1e9}>
      <p>
        An activation <Value tensor="resid_post" index={0} />, a key <Value tensor="attn.k" index={0} />, a value{' '}
        <Value tensor="attn.v" index={0} />, a weight of attention{' '}
        <Value tensor="attn.pattern" format="percent" digits={1} />, a gradient{' '}
        <Value tensor="grad.resid_post" layer={0} position={1} index={0} digits={2} />, a loss{' '}
        <Value of="loss" position={1} />, a parameter <Value tensor="embed.W_E" index={[5, 0]} format="exact" />.
      </p>
      <Transport />
    </Lesson>
  ),
}

/** What cannot be told says why, in its place. */
export const NothingToTell: Story = {
  render: () => (
    <Lesson style={prose} defaultTime={0}>
      <p>
        Before anything is computed the weight is <Value tensor="attn.pattern" position="last" />. A later token is{' '}
        <Value tensor="attn.pattern" position={0} keyAt={2} always />, a word that is not there has{' '}
        <Value tensor="attn.q" position="zebra" index={0} />, and a name that is none has{' '}
        <Value tensor="attn.Q" index={0} />.
      </p>
    </Lesson>
  ),
}

/** A `Value` speaks of the lesson around it. */
export const Outside: Story = { args: { of: 'tokens' } }
