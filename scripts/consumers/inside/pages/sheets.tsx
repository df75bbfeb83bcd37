import '@glassformer/components/styles/base.css'
import '@glassformer/components/styles/TokenPipeline.css'
import '@glassformer/components/styles/AttentionHead.css'
import '@glassformer/components/styles/KVCacheGrid.css'
import '@glassformer/components/styles/ComplexityComparison.css'
import '@glassformer/components/styles/BackpropWave.css'
import { mount } from './mount'

mount()
