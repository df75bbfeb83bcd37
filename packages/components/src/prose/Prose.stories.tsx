import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import OneWeight from '../../../../docs/lessons/one-weight.mdx'
import WhoIsThanked from '../../../../docs/lessons/who-is-thanked.mdx'

// The lessons of the guides "Write a lesson" and "Ask questions", as pages by themselves.
const meta: Meta = { title: 'Prose/In MDX', tags: ['!autodocs'] }
export default meta

/** Written in MDX, with no code but props. */
export const OneWeightOnly: StoryObj = {
  name: 'One weight',
  render: () => (
    <div style={{ maxWidth: '44rem', margin: '0 auto', fontSize: 16, lineHeight: 1.6 }}>
      <OneWeight />
    </div>
  ),
  play: async ({ canvasElement }) => {
    const values = () => [...canvasElement.querySelectorAll('.gf-value')].map((value) => value.textContent)
    // The model's file comes first.
    await waitFor(() => expect(values()[0]).toBe('265,600'), { timeout: 60_000 })
    await expect(canvasElement.querySelector('[role="alert"], .gf-value[data-missing]')).toBeNull()
  },
}

/** Questions that the run answers, words that open, and the list of them. */
export const WhoIsThankedOnly: StoryObj = {
  name: 'Who is thanked',
  render: () => (
    <div style={{ maxWidth: '44rem', margin: '0 auto', fontSize: 16, lineHeight: 1.6 }}>
      <WhoIsThanked />
    </div>
  ),
  play: async ({ canvasElement }) => {
    const all = (selector: string) => [...canvasElement.querySelectorAll(selector)]
    await waitFor(() => expect(all('.gf-ask input').length).toBe(5 + 10 + 3), { timeout: 60_000 })
    await expect(canvasElement.querySelector('[role="alert"]')).toBeNull()
    await expect(all('.gf-glossary dt').map((term) => term.textContent)).toEqual([
      'token',
      'attention head',
      'query',
      'key',
    ])
  },
}
