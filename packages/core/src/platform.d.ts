/**
 * What the core takes from its platform, be it a browser, a worker or Node: these globals and nothing more.
 * The package is compiled without the DOM's types, so any other use fails to compile.
 */
declare function atob(base64: string): string
declare function setTimeout(callback: (value?: undefined) => void, delayMs?: number): unknown

/** WebAssembly as the kernels use it; where it is missing or refused, the plain operations run. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Memory {
    /** In pages of 64 kB. */
    constructor(extent: { initial: number; maximum: number })
    readonly buffer: ArrayBuffer
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>)
    readonly exports: Record<string, unknown>
  }
}

/** What training in a worker takes: in the page a `Worker` and its address, and in the worker its two ends. */
declare class Worker {
  constructor(url: URL, options: { type: 'module' })
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  terminate(): void
  addEventListener(type: string, listener: (event: { readonly data: unknown }) => void): void
}
/** Locks, which are given back when the worker that holds them is no more; only on pages that came over https. */
declare const navigator: {
  readonly locks?: { request(name: string, held: () => Promise<void>): Promise<unknown> }
}
declare const crypto: { randomUUID(): string }
declare class URL {
  constructor(url: string, base: string)
}
interface ImportMeta {
  readonly url: string
}
declare function postMessage(message: unknown, options: { transfer: ArrayBuffer[] }): void
declare function addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
