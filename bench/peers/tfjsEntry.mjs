/** What a page that trains with TensorFlow.js bundles; the wasm backend is loaded apart, once for each of its builds. */
import '@tensorflow/tfjs-core/dist/register_all_gradients'
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops'

export * from '@tensorflow/tfjs-core'

import '@tensorflow/tfjs-backend-cpu'

export { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
