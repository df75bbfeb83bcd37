import type { Browser, Page } from 'playwright'

export type Rgb = readonly [number, number, number]

/** The colours at points of a page, as it is seen: of a screenshot of the whole of it. */
export async function colorsAt(
  browser: Browser,
  page: Page,
  points: readonly (readonly [number, number])[],
): Promise<readonly Rgb[]> {
  const png = (await page.screenshot({ fullPage: true, animations: 'allow' })).toString('base64')
  const blank = await browser.newPage()
  const colors = await blank.evaluate(
    async ([base64, at]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${base64}`
      await image.decode()
      const canvas = new OffscreenCanvas(image.width, image.height)
      const brush = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
      brush.drawImage(image, 0, 0)
      const { data } = brush.getImageData(0, 0, image.width, image.height)
      return at.map(([x, y]) => {
        const i = (Math.floor(y) * image.width + Math.floor(x)) * 4
        return [data[i], data[i + 1], data[i + 2]] as [number, number, number]
      })
    },
    [png, points] as const,
  )
  await blank.close()
  return colors
}

/** A point in every cell of every heatmap, in the order of the document: beside its number, if it has one. */
export function cellPoints(page: Page): Promise<[number, number][]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.gf-heatmap')].flatMap((box) => {
      const { left, top, width, height } = box.getBoundingClientRect()
      const { width: columns, height: rows } = box.querySelector('canvas') as HTMLCanvasElement
      return Array.from({ length: rows * columns }, (_, i): [number, number] => [
        left + window.scrollX + ((Math.floor(i % columns) + 0.2) / columns) * width,
        top + window.scrollY + ((Math.floor(i / columns) + 0.5) / rows) * height,
      ])
    }),
  )
}

/** CIELAB over the white D65, and the distance there: 2.3 is just noticeable. */
export function difference(a: Rgb, b: Rgb): number {
  const [p, q] = [lab(a), lab(b)]
  return Math.hypot(...p.map((value, i) => value - (q[i] as number)))
}

function lab(color: Rgb): readonly number[] {
  const [r = 0, g = 0, b = 0] = color.map((byte) => {
    const c = byte / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  const [x = 0, y = 0, z = 0] = [
    (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883,
  ].map((t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116))
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
