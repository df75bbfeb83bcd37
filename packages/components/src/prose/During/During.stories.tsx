import type { Meta, StoryObj } from '@storybook/react-vite'
import { Transport } from '../../controls/Transport'
import { KVCacheGrid } from '../../figures/KVCacheGrid'
import { Lesson } from '../../lesson/Lesson'
import { During } from './During'

const meta: Meta<typeof During> = { title: 'Prose/During', component: During }
export default meta

type Story = StoryObj<typeof During>

const prose = { maxWidth: '42rem', fontSize: 17, lineHeight: 1.6 } as const

/** Play: the sentence that is lit says what happens. */
export const InALesson: Story = {
  args: { kind: 'write', children: 'Its key and value are written, once.' },
  render: (args) => (
    <Lesson style={prose}>
      <p>
        <During kind="embed">A token becomes a vector.</During>{' '}
        <During kind="project">It is projected to a query, a key and a value.</During> <During {...args} />{' '}
        <During kind={['read', 'attend']}>The query reads every key that is kept, and mixes their values.</During>{' '}
        <During kind="mlp">Then the MLP works on the token alone.</During>
      </p>
      <KVCacheGrid />
      <Transport />
    </Lesson>
  ),
}

/** Paragraphs, each from one step to another. */
export const Paragraphs: Story = {
  render: () => (
    <Lesson style={prose}>
      <During as="div" kind="prefill" until="sample">
        First the whole prompt is read at once, layer by layer, and one token is chosen.
      </During>
      <During as="div" kind="embed" step={1} until="sample">
        Then that token alone goes through the layers. It reads what the others have left there.
      </During>
      <During as="div" kind="forward" until="update">
        Last, the model is asked what it would have had to know.
      </During>
      <Transport />
    </Lesson>
  ),
}
