import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { storyNameFromExport, toId } from 'storybook/internal/csf'

/** Of a Markdown tree, what is asked here. */
interface Node {
  readonly type: string
  url?: string
  readonly children?: readonly Node[]
}

const root = join(import.meta.dirname, '..')
const FOLDERS = ['docs', 'stories', 'packages/components/src']

/** The title that a page or a file of stories gives itself. */
function titleOf(path: string): string | undefined {
  const text = readFileSync(path, 'utf8')
  if (path.endsWith('.tsx')) return /\btitle: '([^']+)'/.exec(text)?.[1]
  const own = /<Meta title="([^"]+)"/.exec(text)?.[1]
  const stories = /from '(\.\/[^']+\.stories)'/.exec(text)?.[1]
  return own ?? (stories && titleOf(join(dirname(path), `${stories}.tsx`)))
}

/** Where a file is read: a page of docs, or the first of its stories. */
function addressOf(path: string): string | undefined {
  const title = titleOf(path)
  if (!title) return undefined
  if (path.endsWith('.mdx')) return `./?path=/docs/${toId(title, 'docs')}`
  const [, first] = /^export const (\w+): Story/m.exec(readFileSync(path, 'utf8')) ?? []
  return first && `./?path=/story/${toId(title, storyNameFromExport(first))}`
}

/** The address of each page by its file's name, which is told apart from all others by itself. */
function pagesByFile(): ReadonlyMap<string, string> {
  const pages = new Map<string, string>()
  for (const folder of FOLDERS) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    for (const file of files.filter((name) => name.endsWith('.mdx') || name.endsWith('.stories.tsx'))) {
      const address = addressOf(join(root, folder, file))
      if (address) pages.set(basename(file), address)
    }
  }
  return pages
}

/**
 * Pages name each other by their files, as they do where the repository is read; in the Storybook each link then leads to
 * the page's address, under any base path. A file that is no page is an error.
 */
export function linksBetweenPages() {
  const pages = pagesByFile()
  const visit = (node: Node) => {
    // An address as the Storybook's own links have it, from where its frame is.
    if (node.url?.startsWith('?path=')) node.url = `./${node.url}`
    const [file = '', hash] = node.url?.split('#') ?? []
    if (node.type === 'link' && /^\.{1,2}\/.*\.(mdx|stories\.tsx)$/.test(file)) {
      const page = pages.get(basename(file))
      if (!page) throw new Error(`A page links to ${node.url}, and no page is written in ${basename(file)}.`)
      node.url = hash === undefined ? page : `${page}#${hash}`
    }
    for (const child of node.children ?? []) visit(child)
  }
  return visit
}
