import type { Meta, StoryObj } from '@storybook/react-vite'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { Lesson } from '../../lesson/Lesson'
import { Transport } from '../Transport'
import { ModelPicker } from './ModelPicker'

const meta: Meta<typeof ModelPicker> = { title: 'Controls/ModelPicker', component: ModelPicker }
export default meta

/** The text model, and one that sorts letters, whose file is loaded when it is first chosen, with a text that it can read. */
export const TwoModels: StoryObj<typeof ModelPicker> = {
  args: {
    models: [
      { id: 'text', name: 'Text model' },
      {
        id: 'sort',
        name: 'Sorting model',
        prompt: 'CBABAC',
        load: async () => (await import('@glassformer/core/models/sort')).loadSortModel(),
      },
    ],
  },
  render: (args) => (
    <Lesson style={{ maxWidth: 1040, margin: '0 auto' }}>
      <ModelPicker {...args} />
      <TokenPipeline />
      <Transport />
    </Lesson>
  ),
}
