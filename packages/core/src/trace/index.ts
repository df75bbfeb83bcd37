export { type TraceShape, traceBytes } from './bytes'
export { decodeTrace, encodeTrace } from './encode'
export { selectTensors, sliceTensor } from './select'
export { validateTrace } from './validate'
