import type { Meta, StoryObj } from '@storybook/react-vite'
import Page from './whoReadsWhom/lesson.mdx'
import './whoReadsWhom/page.css'

// A lesson is a page by itself: nothing is to be read about it first.
const meta: Meta = { title: 'Lessons/Who reads whom', tags: ['!autodocs'] }
export default meta

/** A page as an author writes it, in MDX: what a head is, what one of them does, and what happens without it. */
export const WhoReadsWhom: StoryObj = {
  render: () => (
    <article className="who-page">
      <Page />
    </article>
  ),
}
