import type { Meta, StoryObj } from '@storybook/react-vite'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { Lesson } from '../../lesson/Lesson'
import { Transport } from './Transport'

const meta: Meta<typeof Transport> = { title: 'Controls/Transport', component: Transport }
export default meta

export const InALesson: StoryObj<typeof Transport> = {
  render: (args) => (
    <Lesson>
      <Transport {...args} />
    </Lesson>
  ),
}

/** In a lesson with a `permalink` it has "Copy link": the link opens text, settings, moment and selection again. */
export const WithALink: StoryObj<typeof Transport> = {
  render: (args) => (
    <Lesson permalink>
      <TokenPipeline />
      <Transport {...args} />
    </Lesson>
  ),
}
