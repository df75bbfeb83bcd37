/** The pages of a PDF as pictures, drawn by pdf.js in a page of its own, and how much of each figure is painted there. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { colouredPixels, readPng } from '../lib/png.mjs'
import { serve } from '../lib/serve.mjs'

/** Two pixels for a point. */
const SCALE = 2

/** Runs in the page: draws every sheet of the PDF one below the other, and says where words stand, in pixels from its top. */
async function drawSheets({ origin, scale }) {
  const pdfjs = await import(`${origin}/node_modules/pdfjs-dist/build/pdf.mjs`)
  pdfjs.GlobalWorkerOptions.workerSrc = `${origin}/node_modules/pdfjs-dist/build/pdf.worker.mjs`
  const file = await pdfjs.getDocument(`${origin}/printed.pdf`).promise
  const words = []
  for (let number = 1; number <= file.numPages; number += 1) {
    const sheet = await file.getPage(number)
    const viewport = sheet.getViewport({ scale })
    const canvas = document.body.appendChild(document.createElement('canvas'))
    canvas.style.display = 'block'
    canvas.width = Math.round(viewport.width)
    canvas.height = Math.round(viewport.height)
    await sheet.render({ canvasContext: canvas.getContext('2d'), viewport }).promise
    for (const { str, transform } of (await sheet.getTextContent()).items) {
      words.push({ text: str, sheet: number - 1, y: canvas.height - transform[5] * scale })
    }
  }
  return words
}

const cut = ({ width, rgb }, from, to) => ({ width, rgb: rgb.subarray(3 * width * from, 3 * width * to) })

/** Between the heading of a figure and that of the next one, over as many sheets as lie between: the coloured pixels. */
function colouredBetween(sheets, from, to) {
  let count = 0
  for (let index = from.sheet; index <= to.sheet; index += 1) {
    const top = index === from.sheet ? Math.max(0, Math.round(from.y)) : 0
    const bottom = index === to.sheet ? Math.max(top, Math.round(to.y)) : sheets[index].height
    count += colouredPixels(cut(sheets[index], top, bottom))
  }
  return count
}

/** `names` are the figures' headings, in the order in which they stand. */
export async function printed(browser, folder, pdf, names) {
  writeFileSync(join(folder, 'printed.pdf'), pdf)
  const served = await serve(folder)
  try {
    return await browser.page(async (page) => {
      await page.goto(`${served.origin}/package.json`)
      await page.setContent('<body style="margin:0"></body>')
      const words = await page.evaluate(drawSheets, { origin: served.origin, scale: SCALE })
      const sheets = []
      for (const canvas of await page.locator('canvas').all()) sheets.push(readPng(await canvas.screenshot()))
      const places = names.map((name) => words.find(({ text }) => text.trim().toLowerCase() === name.toLowerCase()))
      const end = { sheet: sheets.length - 1, y: sheets.at(-1).height }
      const figures = {}
      names.forEach((name, index) => {
        const [from, to] = [places[index], places.slice(index + 1).find(Boolean) ?? end]
        if (from) figures[name] = colouredBetween(sheets, from, to)
      })
      return { figures, sheets }
    })
  } finally {
    await served.close()
  }
}
