import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { Lesson } from '../../lesson/Lesson'
import { Check } from './Check'

const meta: Meta<typeof Check> = { title: 'Prose/Check', component: Check }
export default meta

type Story = StoryObj<typeof Check>

const prose = { maxWidth: '38rem', fontSize: 17, lineHeight: 1.6 } as const

/** Which choice is right is a condition on the run. */
export const Conditions: Story = {
  args: {
    children: <p>The first new token is read. What does the cache hold then?</p>,
    choices: [
      {
        says: 'As much as before: it is only read',
        when: {
          of: 'cacheBytes',
          at: { kind: 'sample', step: 1 },
          is: '=',
          value: { of: 'cacheBytes', at: { kind: 'sample', step: 0 } },
        },
        feedback: 'The new token has a key and a value of its own, and later tokens will read them.',
      },
      {
        says: 'A little more: one key and one value in each layer',
        when: {
          of: 'cacheBytes',
          at: { kind: 'sample', step: 1 },
          is: '>',
          value: { of: 'cacheBytes', at: { kind: 'sample', step: 0 } },
        },
      },
      { says: 'Only the new token', when: 'otherwise' },
    ],
  },
  render: (args) => (
    <Lesson style={prose}>
      <Check {...args} />
    </Lesson>
  ),
}

/** The right choice is the one with the largest number. */
export const Largest: Story = {
  args: {
    children: <p>Whom does Ben thank? Which name does the model think likeliest?</p>,
    which: 'largest',
    choices: ['Anna', 'Ben', 'Mia'].map((name) => ({ says: name, of: 'probability' as const, token: name })),
    right: 'It has to look back for who gave.',
  },
  render: Conditions.render as NonNullable<Story['render']>,
}

/** A number, as near as it is asked for. */
export const ANumber: Story = {
  args: { children: <p>How many tokens does the model choose from?</p>, of: 'vocabulary' },
  render: Conditions.render as NonNullable<Story['render']>,
}

/** The reader changes the text, and the question is another. */
export const AfterAChange: Story = {
  args: Largest.args as NonNullable<Story['args']>,
  render: (args) => (
    <Lesson>
      <div style={prose}>
        <Check {...args} />
      </div>
      <TokenPipeline />
    </Lesson>
  ),
}

/** After a right answer: what the run says of every choice. */
export const Answered: Story = {
  args: Largest.args as NonNullable<Story['args']>,
  render: Conditions.render as NonNullable<Story['render']>,
  play: async ({ canvasElement }) => {
    const page = within(canvasElement)
    // The model's file comes first.
    await waitFor(() => expect(page.getAllByRole('radio').length).toBe(3), { timeout: 60_000 })
    await userEvent.click(page.getByRole('radio', { name: 'Anna' }))
    await userEvent.click(page.getByRole('button', { name: 'Check' }))
    await expect(page.getByRole('status')).toHaveTextContent('Right.')
  },
}
