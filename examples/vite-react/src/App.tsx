import { AttentionHead, BackpropWave, ComplexityComparison, KVCacheGrid, Lesson, TokenPipeline, Transport } from '@glassformer/components'
import '@glassformer/components/styles.css'

export default function App() {
  return (
    <Lesson prompt="the cat sat on the">
      <TokenPipeline /> <AttentionHead /> <KVCacheGrid />
      <ComplexityComparison /> <BackpropWave /> <Transport />
    </Lesson>
  )
}
