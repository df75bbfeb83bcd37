import { loadSortModel } from '@glassformer/core/models/sort'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { KVCacheGrid } from './KVCacheGrid'

const meta: Meta<typeof KVCacheGrid> = { title: 'Figures/KVCacheGrid', component: KVCacheGrid }
export default meta
type Story = StoryObj<typeof KVCacheGrid>

export const Default: Story = {}
export const SortModel: Story = { args: { model: loadSortModel(), prompt: 'BACABC' } }
