import { CodeOrSourceMdx } from '@storybook/addon-docs/blocks'

/** The source of a page, as blocks of code in Markdown stand: in the theme of the page around, which a `Source` by itself is not. */
export function PageSource({ code }: { readonly code: string }) {
  return <CodeOrSourceMdx className="language-mdx">{code}</CodeOrSourceMdx>
}
