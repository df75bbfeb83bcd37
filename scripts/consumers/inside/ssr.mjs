/** Runs inside a consumer's site: the installed packages render on a server, with real values and without a browser. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import * as glassformer from '@glassformer/components'
import { createElement as h, version } from 'react'
import { renderToPipeableStream, renderToString } from 'react-dom/server'

for (const name of ['window', 'document'])
  assert.equal(typeof globalThis[name], 'undefined', `${name} must not exist here`)

const [{ prompt, steps }] = JSON.parse(readFileSync('expected.json', 'utf8'))
const { AttentionHead, BackpropWave, ComplexityComparison, KVCacheGrid, Lesson, TokenPipeline, Transport } = glassformer
const figures = { AttentionHead, BackpropWave, ComplexityComparison, KVCacheGrid, TokenPipeline }
const lesson = h(
  Lesson,
  { prompt },
  h(Transport),
  ...Object.entries(figures).map(([key, figure]) => h(figure, { key })),
)

const best = steps[0].sampled

/** What a first frame must hold to teach without JavaScript. */
function check(html, how) {
  assert.equal(html.match(/<figure\b/g)?.length, 5, `${how}: all five figures`)
  assert.match(html, /class="gf-still"[^>]*><path/, `${how}: heatmaps as stills`)
  assert.doesNotMatch(html, /data:/, `${how}: nothing that a strict policy blocks as data`)
  assert.ok(html.includes(best.text.trim()), `${how}: the most probable next token, "${best.text}"`)
  const percent = (best.prob * 100).toFixed(0)
  const shown = [best.prob.toFixed(2), best.prob.toFixed(3), `${percent}%`]
  assert.ok(
    shown.some((number) => html.includes(number)),
    `${how}: its probability, one of ${shown.join(', ')}`,
  )
  assert.doesNotMatch(html, /NaN|undefined|\[object Object\]/, `${how}: nothing but values`)
}

/** What a page gets that streams: everything, in the end. */
const streamed = () =>
  new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(lesson, {
      onAllReady: () => resolve(text(pipe(new PassThrough()))),
      onError: reject,
    })
  })
check(await streamed(), 'renderToPipeableStream')
if (!version.startsWith('18.')) {
  const { prerender } = await import('react-dom/static')
  check(await new Response((await prerender(lesson)).prelude).text(), 'prerender')
}

// Nothing need be awaited: on servers the model is at hand.
check(renderToString(lesson), 'renderToString')
for (const [name, figure] of Object.entries(figures)) {
  const html = renderToString(h(figure))
  assert.match(html, /<figure\b/, `${name} renders alone`)
}
