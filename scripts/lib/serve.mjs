import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/**
 * Serves a folder on loopback, at a free port, with `headers` on every answer; nothing but what is below `base`, and the folder
 * there. Returns its address, without the base, and a function that ends it.
 */
export async function serve(folder, headers = {}, base = '') {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname))
    let file = path.startsWith(`${base}/`) ? join(folder, path.slice(base.length)) : ''
    // A page may be a file beside a folder of its name.
    const isFile = existsSync(file) && statSync(file).isFile()
    if (!isFile) file = existsSync(`${file}.html`) ? `${file}.html` : join(file, 'index.html')
    if (!file.startsWith(folder) || !existsSync(file)) {
      response.writeHead(path === '/favicon.ico' ? 204 : 404).end()
      return
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', ...headers })
    createReadStream(file).pipe(response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
