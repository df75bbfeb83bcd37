import { chromium } from 'playwright'
import { chromiumFlags, ensureChromium } from '../chromium.mjs'

const loopback = (url) => {
  const { protocol, hostname } = new URL(url)
  return ['data:', 'blob:', 'about:'].includes(protocol) || ['127.0.0.1', 'localhost'].includes(hostname)
}

/**
 * Opens a page that can reach nothing but this machine, hands it to `act`, and closes it.
 * Throws when the page reported an error or a warning, or asked for anything from elsewhere.
 */
export async function withPage(act) {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: [...chromiumFlags, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const complaints = []
    await context.route('**/*', (route) => {
      const url = route.request().url()
      if (loopback(url)) return route.continue()
      complaints.push(`asked for ${url}, which is not on this machine`)
      return route.abort()
    })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    page.on('pageerror', (error) => complaints.push(`threw ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`console ${message.type()}: ${message.text()}`)
    })
    page.on('websocket', (socket) => {
      if (!loopback(socket.url().replace(/^ws/, 'http'))) complaints.push(`opened a socket to ${socket.url()}`)
    })
    try {
      await act(page)
    } catch (error) {
      throw new Error([error.message, ...complaints.map((complaint) => `The page ${complaint}`)].join('\n'))
    }
    if (complaints.length > 0) throw new Error(complaints.map((complaint) => `The page ${complaint}`).join('\n'))
  } finally {
    await browser.close()
  }
}
