/** What the parts of figures look like on a page: where each lies, its type and colours, and the pixels; for pages to be compared. */
import { differingShare, readPng } from '../lib/png.mjs'

/** Where parts may lie apart and still be in the same place, in pixels. */
const SAME_PX = 1
/** Of a picture's pixels, those that may differ: edges of letters that fall between pixels. */
const SAME_SHARE = 0.005

/** Runs in the page: every part of every figure and transport, relative to its figure. */
function measure() {
  const roots = [...document.querySelectorAll('figure, [role="group"][aria-label="Playback"]')]
  const ofBox = ['backgroundColor', 'borderTopWidth', 'listStyleType']
  const ofText = ['color', 'fontSize', 'fontFamily', 'fontWeight', 'fontStyle', 'letterSpacing', 'textTransform']
  const hasText = (element) =>
    [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim() !== '')
  const isSeen = (element) => !element.closest('[class*="visually-hidden"]') && element.checkVisibility()
  return roots.map((root) => {
    const origin = root.getBoundingClientRect()
    const parts = [root, ...root.querySelectorAll('*')].filter(isSeen).map((element) => {
      const box = element.getBoundingClientRect()
      const style = getComputedStyle(element)
      return {
        name: `${element.localName}.${element.getAttribute('class') ?? ''} "${element.textContent.slice(0, 20)}"`,
        box: [box.x - origin.x, box.y - origin.y, box.width, box.height],
        style: [...ofBox, ...(hasText(element) ? ofText : [])].map((key) => `${key}: ${style[key]}`),
      }
    })
    return { name: root.getAttribute('aria-label') ?? root.querySelector('figcaption span')?.textContent, parts }
  })
}

export async function portraitOf(page, { pixels = false } = {}) {
  const figures = await page.evaluate(measure)
  if (!pixels) return { figures }
  const pictures = []
  for (const figure of await page.getByRole('figure').all()) pictures.push(readPng(await figure.screenshot()))
  return { figures, pictures }
}

const apart = (a, b) => a.some((value, index) => Math.abs(value - b[index]) > SAME_PX)

/** Says what is different, or nothing. */
function differences(one, other) {
  const said = []
  if (one.figures.length !== other.figures.length) {
    return [`${one.figures.length} figures and transports, against ${other.figures.length}`]
  }
  one.figures.forEach(({ name, parts }, index) => {
    const others = other.figures[index].parts
    if (parts.length !== others.length) {
      said.push(`${name} has ${parts.length} parts, against ${others.length}`)
      return
    }
    const before = said.length
    parts.forEach((part, at) => {
      const twin = others[at]
      const round = (box) => box.map((value) => Math.round(value * 10) / 10).join(' ')
      if (apart(part.box, twin.box))
        said.push(`${name}: ${part.name} lies at ${round(part.box)}, against ${round(twin.box)}`)
      for (const [k, style] of part.style.entries()) {
        if (style !== twin.style[k]) said.push(`${name}: ${part.name} has ${style}, against ${twin.style[k]}`)
      }
    })
    const more = said.length - before - 4
    if (more > 0) said.splice(before + 4, more, `${name}: and ${more} more`)
  })
  one.pictures?.forEach((picture, index) => {
    const share = differingShare(picture, other.pictures[index])
    if (share > SAME_SHARE) said.push(`figure ${index + 1}: ${(100 * share).toFixed(1)}% of the pixels differ`)
  })
  return said
}

export function mustBeAlike(one, other, what) {
  const said = differences(one, other)
  if (said.length > 0) throw new Error(`${what}:\n  ${said.join('\n  ')}`)
}
