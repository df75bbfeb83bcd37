import { runForward } from '@glassformer/core'
import { loadSortModel } from '@glassformer/core/models/sort'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { AttentionHead } from './AttentionHead'
import { sharpModel, someTokens } from './sharp.fixture'

const meta: Meta<typeof AttentionHead> = { title: 'Figures/AttentionHead', component: AttentionHead }
export default meta
type Story = StoryObj<typeof AttentionHead>

export const Default: Story = {}

/** A model that sorts six letters: each output reads the letter that it copies. */
export const SortModel: Story = { args: { model: loadSortModel(), prompt: 'BACABC' } }

export const TwoTokens: Story = { args: { model: loadSortModel(), prompt: 'BA' } }

export const SixtyFourTokens: Story = { args: { trace: runForward(sharpModel(), someTokens(64)), defaultTime: 1e6 } }
