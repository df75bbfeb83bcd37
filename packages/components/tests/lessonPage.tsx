import {
  AttentionHead,
  BackpropWave,
  ComplexityComparison,
  KVCacheGrid,
  Lesson,
  ProbabilityTrail,
  TokenPipeline,
  Transport,
} from '@glassformer/components'
import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)

/** A lesson with every figure. */
export function LessonPage({ theme }: { theme: 'dark' | 'light' }) {
  return (
    <Lesson model={model} prompt="ABCAB" theme={theme}>
      <Transport />
      {[TokenPipeline, AttentionHead, KVCacheGrid, ComplexityComparison, BackpropWave, ProbabilityTrail].map(
        (Figure) => (
          <Figure key={Figure.name} />
        ),
      )}
    </Lesson>
  )
}
