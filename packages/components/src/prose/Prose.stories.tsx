import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import OneWeight from '../../../../docs/lessons/one-weight.mdx'

// The lesson of the guide "Write a lesson", as a page by itself.
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
