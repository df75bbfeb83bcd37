import {
  AttentionHead,
  BackpropWave,
  ComplexityComparison,
  KVCacheGrid,
  Lesson,
  TokenPipeline,
  Transport,
} from '@glassformer/components'

/** One island: figures share a run when they stand in one lesson, and a lesson is one component. */
export function CacheLesson() {
  return (
    <Lesson prompt="the cat sat on the">
      <p>
        Type a few words below. A small transformer, trained on simple sentences, runs in this page; everything you see
        is what it computed. Press play, or take it step by step.
      </p>
      <TokenPipeline />
      <p>
        Inside every block, each token looks back at the tokens up to itself. How much it takes from each is a row of
        weights that add up to one.
      </p>
      <AttentionHead />
      <p>The keys and values of past tokens never change. So they are kept, and each new token adds one column.</p>
      <KVCacheGrid />
      <p>What does keeping them save? The same step, with the cache and without it, counted while it ran.</p>
      <ComplexityComparison />
      <p>
        How does a model learn? Each position is asked for the next token, and its loss sends a gradient back down the
        layers, and left along the keys and values that it read.
      </p>
      <BackpropWave />
      <Transport />
    </Lesson>
  )
}
