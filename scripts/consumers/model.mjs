/** Which of a built site's files carries the text model. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A piece of the model's weights as they are written, long enough to stand nowhere else. */
function sample(folder) {
  const source = readFileSync(join(folder, 'node_modules/@glassformer/core/dist/models/text.js'), 'utf8')
  const longest = source.match(/["'`][^"'`\n]{1000,}["'`]/g)?.sort((a, b) => b.length - a.length)[0]
  if (!longest) throw new Error('The text model’s file holds no long string, where its weights were.')
  return longest.slice(200, 264)
}

/** The names of the files, without folders. */
function modelFiles(folder, output) {
  const piece = sample(folder)
  const scripts = readdirSync(join(folder, output), { recursive: true }).filter((name) => name.endsWith('.js'))
  const found = scripts.filter((name) => readFileSync(join(folder, output, name), 'utf8').includes(piece))
  if (found.length === 0) throw new Error('No script of the built site carries the text model.')
  return found.map((name) => name.split(/[/\\]/).at(-1))
}

/** A pattern for playwright's `route` that the model's files match. */
export const modelRoute = (folder, output) => {
  const files = modelFiles(folder, output)
  return (url) => files.some((name) => decodeURIComponent(url.pathname).endsWith(`/${name}`))
}
