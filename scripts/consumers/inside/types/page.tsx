/** Everything that both packages publish, imported as a strict site does that checks the types of its libraries too. */
import * as components from '@glassformer/components'
import '@glassformer/components/styles.css'
import '@glassformer/components/styles/base.css'
import '@glassformer/components/styles/AttentionHead.css'
import { generate } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'
import './core.js'

const trace = generate(loadTextModel(), 'the cat', { maxNewTokens: 2 })

export const lesson = (
  <components.Lesson prompt="the cat sat on the" time={0} onTimeChange={(timeMs: number) => timeMs}>
    <components.TokenPipeline className="mine" />
    <components.AttentionHead layer={1} head={0} trace={trace} />
    <components.Transport />
  </components.Lesson>
)
