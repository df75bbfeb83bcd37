/** A page of this folder, built as for production, served, and opened in headless Chromium for as long as `use` takes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { chromium } from 'playwright'
import { build } from 'vite'
import { alias } from '../aliases.ts'
import { chromiumFlags, ensureChromium } from '../scripts/chromium.mjs'
import { serve } from '../scripts/lib/serve.mjs'

export async function withPage(html, options, use) {
  const outDir = mkdtempSync(join(tmpdir(), 'glassformer-bench-'))
  const input = join(import.meta.dirname, html)
  await build({
    root: import.meta.dirname,
    logLevel: 'error',
    configFile: false,
    plugins: [react()],
    resolve: { alias },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2000, rolldownOptions: { input } },
  })
  const served = await serve(outDir)
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags })
  try {
    const page = await browser.newPage(options)
    await page.goto(`${served.origin}/${html}`)
    return await use(page)
  } finally {
    await browser.close()
    await served.close()
    rmSync(outDir, { recursive: true })
  }
}
