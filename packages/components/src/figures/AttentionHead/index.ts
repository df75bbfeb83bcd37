export { AttentionHead, type AttentionHeadProps } from './AttentionHead'
export type { AttentionView } from './view'
