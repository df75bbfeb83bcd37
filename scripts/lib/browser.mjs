import { chromium } from 'playwright'
import { chromiumFlags, ensureChromium } from '../chromium.mjs'

const loopback = (url) => {
  const { protocol, hostname } = new URL(url)
  return ['data:', 'blob:', 'about:'].includes(protocol) || ['127.0.0.1', 'localhost'].includes(hostname)
}

/** Everything that a page complains of from now on: what it throws, warns of, or asks for beyond this machine. */
async function listen(context, page) {
  const complaints = []
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (loopback(url)) return route.continue()
    complaints.push(`asked for ${url}, which is not on this machine`)
    return route.abort()
  })
  page.on('pageerror', (error) => complaints.push(`threw ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console ${message.type()}: ${message.text()}`)
  })
  page.on('websocket', (socket) => {
    if (!loopback(socket.url().replace(/^ws/, 'http'))) complaints.push(`opened a socket to ${socket.url()}`)
  })
  return complaints
}

/** A page that complains mostly does so many times over. */
function briefly(complaints) {
  const shown = [...new Set(complaints)].slice(0, 6).map((text) => `The page ${text.slice(0, 600)}`)
  return complaints.length > shown.length ? [...shown, `The page complained ${complaints.length} times.`] : shown
}

/**
 * A browser whose pages can reach nothing but this machine. `page(act, options)` hands a fresh page to `act` and closes it; the
 * options are playwright's for a context. It throws when the page reported an error or a warning that no expression in
 * `expects` matches, or asked for anything from elsewhere.
 */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: [...chromiumFlags, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
  const page = async (act, { expects = [], ...options } = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    try {
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      const complaints = await listen(context, page)
      const unexpected = () => briefly(complaints.filter((text) => !expects.some((pattern) => pattern.test(text))))
      let result
      try {
        result = await act(page)
      } catch (error) {
        throw new Error([error.message, ...unexpected()].join('\n'))
      }
      if (unexpected().length > 0) throw new Error(unexpected().join('\n'))
      return result
    } finally {
      await context.close()
    }
  }
  return { page, close: () => browser.close() }
}

/** One page in a browser of its own: see `openBrowser`. */
export async function withPage(act, options) {
  const browser = await openBrowser()
  try {
    return await browser.page(act, options)
  } finally {
    await browser.close()
  }
}
