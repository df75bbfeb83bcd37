/** The code in the docs is the code of the examples, so that what is built and opened is what is read. */
import { readFileSync } from 'node:fs'
import { root } from '../lib/root.mjs'

const read = (path) => readFileSync(`${root}/${path}`, 'utf8')

/** The code block below the README's heading "A first lesson" is an example's file, word for word. */
function holdReadme() {
  const block = /^#+ A first lesson\s*$[\s\S]*?^```tsx\n([\s\S]*?)^```/m.exec(read('README.md'))?.[1]
  if (!block) throw new Error('README.md has no `tsx` code block below a heading "A first lesson".')
  if (block !== read('examples/vite-react/src/App.tsx')) {
    throw new Error('examples/vite-react/src/App.tsx differs from the first lesson of README.md. Copy the block there.')
  }
}

/** Each block that names a file of the examples is found there, line for line. */
function holdGuide(path) {
  const blocks = [...read(path).matchAll(/^```\w+ file="([^"]+)"\n([\s\S]*?)^```/gm)]
  if (blocks.length === 0) throw new Error(`${path} has no code block that names a file: \`\`\`tsx file="…".`)
  for (const [, file, code] of blocks) {
    if (!`\n${read(`examples/${file}`)}`.includes(`\n${code}`)) {
      throw new Error(`${path} shows lines that are not in examples/${file}:\n${code}`)
    }
  }
}

/** The page of all parts says the same in both sites: only how a site takes its imports is its own. */
function holdAllParts() {
  const words = (path) => read(path).slice(read(path).indexOf('\n# '))
  if (words('examples/docusaurus/docs/all-parts.mdx') !== words('examples/next-app/app/all-parts/page.mdx')) {
    throw new Error('The page of all parts in examples/docusaurus and the one in examples/next-app differ. Copy one.')
  }
}

export function holdDocs() {
  holdAllParts()
  holdReadme()
  holdGuide('docs/install.mdx')
  holdGuide('docs/make-a-figure.mdx')
}
