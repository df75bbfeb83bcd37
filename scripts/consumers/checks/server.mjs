/** Both installed packages render on a server, as strings and as streams, with values and without a browser. */
import { runInside } from '../lay.mjs'

export async function check({ folder }) {
  await runInside(folder, 'ssr.mjs')
}
