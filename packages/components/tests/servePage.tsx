import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright'
import { renderToString } from 'react-dom/server'
import { build } from 'vite'
import { alias } from '../../../aliases.ts'
import { chromiumFlags, ensureChromium } from '../../../scripts/chromium.mjs'
import { serve } from '../../../scripts/lib/serve.mjs'
import { LessonPage } from './lessonPage'

export interface ServedPages {
  readonly browser: Browser
  readonly origin: string
  /** Adds a page of this HTML, and gives its address. */
  readonly add: (name: string, html: string) => Promise<string>
  readonly close: () => Promise<void>
}

/**
 * A site of one lesson, rendered on a server and hydrated by a built script, at `/dark.html` and `/light.html`, served with
 * these headers; and a browser to open it with.
 */
export async function servePages(headers: Readonly<Record<string, string>> = {}): Promise<ServedPages> {
  const folder = await mkdtemp(join(tmpdir(), 'glassformer-page-'))
  await build({
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    resolve: { alias },
    build: {
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('./client.tsx', import.meta.url)),
        output: { entryFileNames: 'page.js', assetFileNames: 'page.css', codeSplitting: false },
      },
    },
  })
  await writeFile(join(folder, 'host.css'), 'body { margin: 16px }')
  const add = async (name: string, html: string) => {
    await writeFile(join(folder, `${name}.html`), html)
    return `${origin}/${name}.html`
  }
  const { origin, close } = await serve(folder, headers)
  for (const theme of ['dark', 'light'] as const)
    await add(
      theme,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lesson</title><link rel="stylesheet" href="/page.css"><link rel="stylesheet" href="/host.css"></head><body><div id="root" data-theme="${theme}">${renderToString(<LessonPage theme={theme} />)}</div><script type="module" src="/page.js"></script></body></html>`,
    )
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags })
  return {
    browser,
    origin,
    add,
    close: async () => {
      await browser.close()
      await close()
      await rm(folder, { recursive: true })
    },
  }
}
