import type { Meta, StoryObj } from '@storybook/react-vite'
import { TokenPipeline } from './TokenPipeline'

const meta: Meta<typeof TokenPipeline> = { title: 'Figures/TokenPipeline', component: TokenPipeline }
export default meta
type Story = StoryObj<typeof TokenPipeline>

export const Default: Story = {}
