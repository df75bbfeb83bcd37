import type { Meta, StoryObj } from '@storybook/react-vite'
import { Transport } from '../../controls/Transport'
import { AttentionHead } from '../../figures/AttentionHead'
import { KVCacheGrid } from '../../figures/KVCacheGrid'
import { Lesson } from '../../lesson/Lesson'
import { Part } from './Part'

const meta: Meta<typeof Part> = { title: 'Prose/Part', component: Part }
export default meta

type Story = StoryObj<typeof Part>

const prose = { maxWidth: '42rem', fontSize: 17, lineHeight: 1.6 } as const

/** Point at the words, or at the same thing in the figure. */
export const InALesson: Story = {
  args: { position: 1, children: 'the second token' },
  render: (args) => (
    <Lesson style={prose}>
      <p>
        Every row is a token that reads. <Part {...args} /> reads itself and <Part keyAt={0}>the one before it</Part>.
        The row of <Part position="last">the last token</Part> is the one that matters for what comes next; it looks
        mostly at{' '}
        <Part position="last" keyAt="most" layer={1} head={1}>
          one token of those before
        </Part>{' '}
        in{' '}
        <Part layer={1} head={1}>
          head 1 of layer 1
        </Part>
        .
      </p>
      <AttentionHead />
      <Transport />
    </Lesson>
  ),
}

/** A layer, a stored key, and what the clock is at. */
export const OfTheCache: Story = {
  render: () => (
    <Lesson style={prose}>
      <p>
        A new token’s <Part stage="write">key and value are written</Part>, then its query{' '}
        <Part stage="read">reads every key</Part> that is kept. Each <Part layer={0}>layer</Part> has a shelf of its
        own, where <Part keyAt={0}>the first token</Part> stands first.
      </p>
      <KVCacheGrid />
      <Transport />
    </Lesson>
  ),
}

/** A token that the text does not have: the words stay, and say so when pointed at. */
export const NotThere: Story = {
  args: { position: 'zebra', children: 'the zebra' },
  render: (args) => (
    <Lesson style={prose}>
      <p>
        Of <Part {...args} /> there is nothing to light.
      </p>
    </Lesson>
  ),
}
