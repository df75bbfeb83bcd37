import type { Meta, StoryObj } from '@storybook/react-vite'
import { Lesson } from '../../lesson/Lesson'
import { Term } from '../Term'
import { Glossary } from './Glossary'

const meta: Meta<typeof Glossary> = { title: 'Prose/Glossary', component: Glossary }
export default meta

type Story = StoryObj<typeof Glossary>

const prose = { maxWidth: '38rem', fontSize: 17, lineHeight: 1.6 } as const

/** The words that a lesson explains, in the order of their first use. */
export const Used: Story = {
  args: { id: 'glossary' },
  render: (args) => (
    <Lesson style={prose}>
      <p>
        A <Term>query</Term> is compared with every <Term>key</Term>; <Term>softmax</Term> turns the scores into
        weights, and each <Term>value</Term> is added with the weight of its key. The next <Term>query</Term> does the
        same.
      </p>
      <Glossary {...args} />
    </Lesson>
  ),
}

/** Every word that is known. */
export const All: Story = { args: { terms: 'all', style: prose } }

export const Named: Story = { args: { terms: ['prefill', 'decode', 'KV cache'], style: prose } }

/** Of a lesson that explains no word. */
export const Empty: Story = {
  render: (args) => (
    <Lesson style={prose}>
      <Glossary {...args} />
    </Lesson>
  ),
}
