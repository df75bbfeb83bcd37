/**
 * What the core takes from its platform, be it a browser, a worker or Node: these globals and nothing more.
 * The package is compiled without the DOM's types, so any other use fails to compile.
 */
declare function atob(base64: string): string
declare function setTimeout(callback: (value?: undefined) => void, delayMs?: number): unknown
