import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { Transport } from '../../controls/Transport'
import { AttentionHead } from '../../figures/AttentionHead'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { Lesson } from '../../lesson/Lesson'
import { Predict } from './Predict'

const meta: Meta<typeof Predict> = { title: 'Prose/Predict', component: Predict }
export default meta

type Story = StoryObj<typeof Predict>

const prose = { maxWidth: '38rem', fontSize: 17, lineHeight: 1.6 } as const

/** Which token comes next, among those that the model thinks of. */
export const NextToken: Story = {
  render: (args) => (
    <Lesson style={prose}>
      <Predict {...args} />
    </Lesson>
  ),
}

/** The same, typed: any token of the vocabulary. */
export const Typed: Story = {
  args: { by: 'typing', children: <p>Anna gave Ben the ball. Whom does Ben thank? Type the next word.</p> },
  render: NextToken.render as NonNullable<Story['render']>,
}

/** Which token a head reads most. */
export const Key: Story = {
  args: { ask: 'key', layer: 1, head: 0 },
  render: NextToken.render as NonNullable<Story['render']>,
}

/** How many bytes the cache holds when the prompt has been read. */
export const ANumber: Story = {
  args: {
    of: 'cacheBytes',
    at: { kind: 'sample', step: 0 },
    children: <p>How many bytes do the keys and values of this prompt take?</p>,
  },
  render: NextToken.render as NonNullable<Story['render']>,
}

/** The clock is kept before the answer until the reader has given theirs. */
export const Held: Story = {
  args: { hold: true },
  render: (args) => (
    <Lesson>
      <TokenPipeline />
      <div style={prose}>
        <Predict {...args} />
      </div>
      <AttentionHead />
      <Transport />
    </Lesson>
  ),
}

/** After the answer: the reader's beside the run's, and every key's weight. */
export const Answered: Story = {
  args: { ask: 'key', layer: 1, head: 0 },
  render: NextToken.render as NonNullable<Story['render']>,
  play: async ({ canvasElement }) => {
    const page = within(canvasElement)
    // The model's file comes first.
    await waitFor(() => expect(page.getAllByRole('radio').length).toBe(10), { timeout: 60_000 })
    await userEvent.click(page.getAllByRole('radio')[4] as HTMLElement)
    await userEvent.click(page.getByRole('button', { name: 'Answer' }))
    await expect(page.getByRole('status')).toHaveTextContent('The head Anna')
  },
}

/** Another text: asked anew, and the last answer kept. */
export const AskedAnew: Story = {
  args: { choices: 5 },
  render: (args) => (
    <Lesson>
      <div style={prose}>
        <Predict {...args} />
      </div>
      <TokenPipeline />
    </Lesson>
  ),
  play: async ({ canvasElement }) => {
    const page = within(canvasElement)
    await waitFor(() => expect(page.getAllByRole('radio').length).toBe(5), { timeout: 60_000 })
    await userEvent.click(page.getAllByRole('radio')[1] as HTMLElement)
    await userEvent.click(page.getByRole('button', { name: 'Answer' }))
    const text = page.getByRole('textbox', { name: 'Text' })
    await userEvent.clear(text)
    await userEvent.type(text, 'Mia gave the ball to Tom. Tom thanked')
    await waitFor(() => expect(page.getByText(/asked anew/)).toBeVisible(), { timeout: 60_000 })
  },
}
