export const ATTENTION_VIEWS = ['pattern', 'scores', 'output'] as const
/** `pattern`: softmax weights; `scores`: scaled dot products before softmax; `output`: weights times values. */
export type AttentionView = (typeof ATTENTION_VIEWS)[number]
