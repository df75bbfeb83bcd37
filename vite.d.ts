declare module '*.css'

/** What Vite defines in the code that it serves. */
interface ImportMeta {
  readonly env: Readonly<Record<string, string | undefined>>
}
