export { AttentionHead, type AttentionHeadProps, type AttentionView } from './AttentionHead'
