/**
 * TensorFlow.js in this process, three times over: plain JavaScript (`cpu`), WebAssembly without SIMD (`wasm-plain`), and
 * WebAssembly with 128-bit SIMD (`wasm-simd`). Threads are refused in Node by tfjs itself (its issue 3830).
 * Each is a bundle of its own with an engine of its own, built as a page would build it, so none disturbs another.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { withBundle } from '../bundle.mjs'

const require = createRequire(import.meta.url)
const BUILDS = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm']

/** Loads the bundle anew. tfjs keeps its engine and its registries in globals; without them it starts afresh. */
function fresh(path) {
  delete require.cache[path]
  delete globalThis._tfengine
  delete globalThis._tfGlobals
  return require(path)
}

/** Tensors find their engine by a global: to be called before work with another instance than the last one. */
export const take = (tf) => {
  globalThis._tfengine = tf.engine()
}

async function start(tf, name) {
  take(tf)
  tf.enableProdMode()
  if (name !== 'cpu') {
    const simd = name === 'wasm-simd'
    const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))
    const wanted = BUILDS[simd ? 1 : 0]
    // The other builds are not to be found: had tfjs chosen one of them, it would fail rather than run.
    tf.setWasmPaths(Object.fromEntries(BUILDS.map((file) => [file, file === wanted ? join(folder, file) : '/none'])))
    tf.env().set('WASM_HAS_SIMD_SUPPORT', simd)
  }
  const backend = name === 'cpu' ? 'cpu' : 'wasm'
  if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend) throw new Error(`tfjs has no backend ${backend}.`)
  return tf
}

/** Instances of tfjs by the name of their backend. */
export const loadTfjs = () =>
  withBundle('peers/tfjsEntry.mjs', 'cjs', async (path) => {
    const instances = {}
    for (const name of ['cpu', 'wasm-plain', 'wasm-simd']) instances[name] = await start(fresh(path), name)
    return instances
  })
