/** The second figure of docs/make-a-figure.mdx, whose bars are painted: it tells the run's numbers, and none before its moment. */
import { readFileSync } from 'node:fs'
import { createModel, generate, runForward } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, render, screen } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, it } from 'vitest'
import { Undecided } from '../../../../examples/docusaurus/src/Undecided'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const trace = generate(model, 'ABCA', { maxNewTokens: 3 })
const caption = () => screen.getByRole('figure').querySelector('.gf-now')?.textContent
const still = (html: string) => /<svg[^>]*gf-still[\s\S]*?<\/svg>/.exec(html)?.[0] ?? ''
const bars = (html: string) => (still(html).match(/M\d/g) ?? []).length

afterEach(cleanup)

it('is shown in the guide as it is', () => {
  const code = readFileSync('examples/docusaurus/src/Undecided.tsx', 'utf8')
  expect(readFileSync('docs/make-a-figure.mdx', 'utf8')).toContain(
    `\`\`\`tsx file="docusaurus/src/Undecided.tsx"\n${code}\`\`\``,
  )
})

it('says the entropies of the run, and none ahead of the moment', () => {
  const { data, shape } = trace.tensor('probs')
  const width = shape[1] as number
  const entropy = [...data.slice(5 * width, 6 * width)].reduce((sum, p) => sum - p * Math.log(p), 0)
  render(<Undecided trace={trace} defaultTime={1e9} />)
  expect(caption()).toContain(`${Number(entropy.toPrecision(4))} nats`)
  cleanup()
  render(<Undecided trace={trace} defaultTime={0} />)
  expect(caption()).toBe('Nothing is predicted yet.')
})

it('stands in the HTML of the server, with a bar for each position and no more', () => {
  expect(renderToString(<Undecided trace={trace} defaultTime={1e9} />)).not.toMatch(/NaN|undefined/)
  expect(bars(renderToString(<Undecided trace={trace} defaultTime={1e9} />))).toBe(6)
  expect(bars(renderToString(<Undecided trace={trace} defaultTime={0} />))).toBe(0)
})

it('stands below a table that has every activation, with its axes', () => {
  const config = { nLayers: 1, nHeads: 2, dModel: 8, nCtx: 8, dVocab: 5 } as const
  const [, table = ''] =
    /These are the activations[^|]*([\s\S]*?)\n\n`data`/.exec(readFileSync('docs/make-a-figure.mdx', 'utf8')) ?? []
  const told = new Map(
    table.split('\n').flatMap((line) => {
      const [, names = '', axes = ''] = line.split('|').map((part) => part.trim())
      return [...names.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => [name, axes] as const)
    }),
  )
  const seen = new Set<string>()
  for (const positions of ['learned', 'rotary'] as const) {
    const run = runForward(
      createModel({ ...config, positions, activation: positions === 'rotary' ? 'swiglu' : 'gelu_tanh' }, { seed: 1 }),
      [1, 2],
    )
    for (const [name, { axes }] of Object.entries(run.tensors)) {
      const row = name.replace('blocks.0.', 'blocks.l.')
      seen.add(row)
      if (!row.includes('rot_')) expect(told.get(row), row).toBe(axes.join(', '))
    }
  }
  expect([...told.keys()].sort()).toEqual([...seen].sort())
})
