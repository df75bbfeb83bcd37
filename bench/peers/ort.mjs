/**
 * onnxruntime-web by its WebAssembly provider, which is built with SIMD. The number of threads belongs to an instance:
 * the package's ES module is the one with one thread, its CommonJS twin the one with two.
 * It has no training: version 1.20 took its training artefacts out (https://github.com/microsoft/onnxruntime/pull/22082).
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

export async function loadOrt() {
  const instances = { 'ort, 1 thread': await import('onnxruntime-web'), 'ort, 2 threads': require('onnxruntime-web') }
  Object.values(instances).forEach((ort, i) => {
    ort.env.wasm.numThreads = i + 1
    ort.env.logLevel = 'error'
  })
  return instances
}

export const openSession = (ort, file) =>
  ort.InferenceSession.create(file, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' })
