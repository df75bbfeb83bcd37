/**
 * What the core takes from its platform, be it a browser, a worker or Node: these globals and nothing more.
 * The package is compiled without the DOM's types, so any other use fails to compile.
 */
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
}

declare class TextEncoder {
  encode(text?: string): Uint8Array
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: ArrayBuffer | ArrayBufferView): string
}

declare function atob(base64: string): string
declare function btoa(binary: string): string
declare function setTimeout(callback: () => void, delayMs?: number): unknown
