declare module '*.css'
declare module '*.md?raw' {
  const text: string

  // biome-ignore lint/style/noDefaultExport: so it is in Vite
  export default text
}
declare module '*.mdx' {
  const Page: () => import('react').ReactNode

  // biome-ignore lint/style/noDefaultExport: so it is in MDX
  export default Page
}
declare module '*.css?inline' {
  const text: string

  // biome-ignore lint/style/noDefaultExport: so it is in Vite
  export default text
}
declare module '*.mdx' {
  import type { ComponentType } from 'react'

  const page: ComponentType

  // biome-ignore lint/style/noDefaultExport: so it is in MDX
  export default page
}

/** What Vite defines in the code that it serves. */
interface ImportMeta {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The modules at paths that a pattern finds. */
  glob<T>(pattern: string, options: { readonly eager: true }): Record<string, T>
}
