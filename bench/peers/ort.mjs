/**
 * onnxruntime-web by its WebAssembly provider, which is built with SIMD. It has no training: version 1.20 took its
 * training artefacts out (https://github.com/microsoft/onnxruntime/pull/22103).
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** With one thread. */
export async function loadOrt() {
  return { ort: start(await import('onnxruntime-web'), 1) }
}

/**
 * With two: the package's CommonJS twin, which is an instance of its own. From its first run on, its second thread spins
 * as it waits, and so takes half of a machine of two cores from everyone: it is for the end.
 */
export function loadOrtThreads() {
  return { 'ort, 2 threads': start(require('onnxruntime-web'), 2) }
}

function start(ort, numThreads) {
  ort.env.wasm.numThreads = numThreads
  ort.env.logLevel = 'error'
  return ort
}

export const openSession = (ort, file) =>
  ort.InferenceSession.create(file, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' })
