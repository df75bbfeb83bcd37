export { type Intervention, intervene } from '../inference/intervene'
export { decodeTrace, encodeTrace } from './encode'
export { selectTensors, sliceTensor } from './select'
export { validateTrace } from './validate'
