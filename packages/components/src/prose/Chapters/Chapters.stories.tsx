import type { Meta, StoryObj } from '@storybook/react-vite'
import { AttentionHead } from '../../figures/AttentionHead'
import { KVCacheGrid } from '../../figures/KVCacheGrid'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { Lesson } from '../../lesson/Lesson'
import { Chapter } from './Chapter'
import { Chapters } from './Chapters'
import { Segment } from './Segment'

const meta: Meta<typeof Chapters> = { title: 'Prose/Chapters', component: Chapters }
export default meta
type Story = StoryObj<typeof Chapters>

/** Two chapters on one run. Press play; at its end each segment waits. */
export const Default: Story = {
  render: (args) => (
    <Lesson prompt="the cat sat on the">
      <Chapters {...args}>
        <Chapter title="The prompt is read" stage={<TokenPipeline />}>
          <Segment title="All at once" from={{ kind: 'prefill' }} to={{ kind: 'prefill', layer: -1 }}>
            <p>
              The whole prompt goes through the layers in one pass. Every token is worked on at the same time, and none
              can see a later one.
            </p>
            <p>What comes out at each position is a guess at the token after it.</p>
          </Segment>
          <Segment title="One token is chosen" from={{ kind: 'sample', step: 0 }}>
            <p>
              Only the guess at the last position is needed now. Its scores become probabilities, and one token is taken
              and put at the end of the text.
            </p>
          </Segment>
        </Chapter>
        <Chapter title="One more token" stage={<AttentionHead />}>
          <Segment title="A query is made" from={{ kind: 'embed', step: 1 }} to={{ kind: 'write', layer: 0, step: 1 }}>
            <p>
              From here on, one token at a time goes through the layers. In the first layer it becomes a query, a key
              and a value.
            </p>
          </Segment>
          <Segment
            title="It reads the past"
            from={{ kind: 'read', layer: 0, step: 1 }}
            to={{ kind: 'attend', layer: 0, step: 1 }}
          >
            <p>The query is compared with every key, and the values are mixed by what comes of it.</p>
          </Segment>
          <Segment
            title="What is kept"
            from={{ kind: 'mlp', layer: 0, step: 1 }}
            to={{ kind: 'sample', step: 1 }}
            stage={<KVCacheGrid />}
          >
            <p>Its key and value stay on the shelf, beside those of all tokens before it.</p>
          </Segment>
        </Chapter>
        <Chapter title="What it was for">
          <Segment>
            <p>Nothing plays here: this is the end. The last figure stays where it was.</p>
          </Segment>
        </Chapter>
      </Chapters>
    </Lesson>
  ),
}

/** Scrolling on plays the segment that is read. */
export const FollowingTheScroll: Story = { ...Default, args: { follow: 'scroll' } }
