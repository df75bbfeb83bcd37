import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, within } from 'storybook/test'
import { Lesson } from '../../lesson/Lesson'
import { Glossary } from '../Glossary'
import { Term } from './Term'

const meta: Meta<typeof Term> = { title: 'Prose/Term', component: Term }
export default meta

type Story = StoryObj<typeof Term>

const prose = { maxWidth: '38rem', fontSize: 17, lineHeight: 1.6 } as const

/** The words are pressed to see what they mean; a lesson's glossary collects them. */
export const InALesson: Story = {
  args: { children: 'residual stream' },
  render: (args) => (
    <Lesson style={prose}>
      <p>
        A <Term>token</Term> enters as an <Term>embedding</Term>. On its way up, in the <Term {...args} />, every layer
        adds to it: first what its <Term name="attention head">heads</Term> have read, then what its <Term>MLP</Term>{' '}
        makes of that. At the top the <Term>unembedding</Term> asks which token comes next. A head that reads the first
        token because nothing else fits uses it as a{' '}
        <Term means="a token that is read because a query has to read something: its weights add up to 1">sink</Term>.
      </p>
      <Glossary id="glossary" />
    </Lesson>
  ),
}

/** Of a word that the glossary does not have. */
export const Unknown: Story = { args: { children: 'flux capacitor' } }

/** Opened. */
export const Open: Story = {
  args: { children: 'softmax' },
  render: (args) => (
    <p style={prose}>
      The scores become weights by <Term {...args} />.
    </p>
  ),
  play: async ({ canvasElement }) => {
    const word = within(canvasElement).getByRole('button', { name: 'softmax' })
    await userEvent.click(word)
    await expect(word).toHaveAttribute('aria-expanded', 'true')
  },
}
