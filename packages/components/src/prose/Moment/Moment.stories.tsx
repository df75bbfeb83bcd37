import type { Meta, StoryObj } from '@storybook/react-vite'
import { Transport } from '../../controls/Transport'
import { KVCacheGrid } from '../../figures/KVCacheGrid'
import { Lesson } from '../../lesson/Lesson'
import { Moment } from './Moment'

const meta: Meta<typeof Moment> = { title: 'Prose/Moment', component: Moment }
export default meta

type Story = StoryObj<typeof Moment>

const prose = { maxWidth: '42rem', fontSize: 17, lineHeight: 1.6 } as const

/** Press the words: the clock jumps there, or plays up to it. */
export const InALesson: Story = {
  args: { kind: 'write', step: 1, layer: 0, children: 'its key and value are written' },
  render: (args) => (
    <Lesson style={prose}>
      <p>
        At first <Moment kind="prefill">the prompt is read at once</Moment>. Then{' '}
        <Moment kind="sample" step={0}>
          a token is chosen
        </Moment>
        : <Moment {...args} />, and{' '}
        <Moment kind="read" step={1} layer={0} by="play">
          every key is read again
        </Moment>
        . At the end <Moment kind="loss">the loss is known</Moment>.
      </p>
      <KVCacheGrid />
      <Transport />
    </Lesson>
  ),
}

/** A step that this run does not have. */
export const NotThere: Story = {
  args: { kind: 'sample', step: 99, children: 'the hundredth token' },
  render: (args) => (
    <Lesson style={prose}>
      <p>
        We do not come to <Moment {...args} />.
      </p>
    </Lesson>
  ),
}
