/**
 * A guest changes nothing outside itself: no rule of ours reaches anything but parts of figures, no name of ours could be the host's,
 * and page and author's prose look as they do without us.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { settled } from '../../lib/lesson.mjs'
import { lessonOf } from '../sites.mjs'

/** Runs in the page: every style rule of a sheet, conditions and layers opened, with what it takes away again. */
function walkSheets(texts) {
  const complaints = []
  const isOurs = (element) => [...element.classList].some((name) => name.startsWith('gf-'))
  /**
   * A part of a figure; a lesson's own section is ours, what the author puts into it is not, but for the room that is kept where a
   * focused link would be scrolled to below the transport.
   */
  const mayBeStyled = (element) => {
    if (isOurs(element) || element.hasAttribute('data-gf-theme')) return true
    const above = element.parentElement?.closest('[class*="gf-"]')
    return Boolean(above && !above.classList.contains('gf-lesson'))
  }
  const walk = (rules, within) => {
    for (const rule of rules) {
      if (rule instanceof CSSKeyframesRule || rule instanceof CSSPropertyRule || rule instanceof CSSFontFaceRule) {
        const name = rule.name ?? 'a font'
        if (!/^(--)?gf-/.test(name))
          complaints.push(`"${name}" is a name for the whole page that does not start with gf-`)
        continue
      }
      if (rule.selectorText) {
        const selector = within ? rule.selectorText.replaceAll('&', `:is(${within})`) : rule.selectorText
        if (!selector.includes('gf-')) complaints.push(`${selector} names no class or attribute of ours`)
        const found = document.querySelectorAll(selector.replace(/::[\w-]+(\([^)]*\))?/g, ''))
        const onlyScrolls = [...rule.style].every((property) => property.startsWith('scroll-margin'))
        const other = [...found].find(
          (element) => !mayBeStyled(element) && !(onlyScrolls && element.closest('.gf-lesson')),
        )
        if (other)
          complaints.push(`${selector} reaches <${other.localName} class="${other.className}">, which is the host's`)
        if (rule.cssRules?.length) walk(rule.cssRules, selector)
      } else if (rule.cssRules) walk(rule.cssRules, within)
    }
  }
  for (const text of texts) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    walk(sheet.cssRules, '')
  }
  return complaints
}

/** Runs in the page: how the page and a paragraph of the author look. */
function hostLooks() {
  const of = (element) => {
    const style = getComputedStyle(element)
    const { color, backgroundColor, backgroundImage, fontFamily, fontSize, lineHeight, colorScheme } = style
    return { color, backgroundColor, backgroundImage, fontFamily, fontSize, lineHeight, colorScheme }
  }
  const lesson = document.querySelector('.gf-lesson')
  const prose = [...lesson.querySelectorAll('p')].find((p) => !p.closest('figure, [class*="gf-"]:not(.gf-lesson)'))
  const outside = lesson.parentElement.appendChild(document.createElement('p'))
  const looks = { html: of(document.documentElement), body: of(document.body), prose: of(prose), beside: of(outside) }
  outside.remove()
  return looks
}

/** Runs in the page: takes away every rule that has to do with us, wherever a site's build has put it. */
function withoutUs() {
  const clear = (holder) => {
    for (let index = holder.cssRules.length - 1; index >= 0; index -= 1) {
      const rule = holder.cssRules[index]
      if (rule.cssRules && !rule.selectorText) clear(rule)
      else if (rule.cssText.includes('gf-')) holder.deleteRule(index)
    }
  }
  for (const sheet of document.styleSheets) clear(sheet)
}

function differing(one, other) {
  return Object.keys(one)
    .filter((key) => one[key] !== other[key])
    .map((key) => `${key} is ${one[key]}, and not ${other[key]}`)
}

export async function check({ browser, served, pages, folder, site }) {
  const dist = join(folder, 'node_modules/@glassformer/components/dist')
  const sheets = ['styles.css', ...readdirSync(join(dist, 'styles')).map((name) => `styles/${name}`)]
  const texts = sheets.filter((name) => name.endsWith('.css')).map((name) => readFileSync(join(dist, name), 'utf8'))
  const { origin, path } = lessonOf({ site, served, pages })
  const failures = []
  for (const colorScheme of ['light', 'dark']) {
    await browser.page(
      async (page) => {
        await page.goto(origin + path)
        await settled(page)
        failures.push(...(await page.evaluate(walkSheets, texts)))
        const looks = await page.evaluate(hostLooks)
        for (const said of differing(looks.prose, looks.beside))
          failures.push(`${colorScheme}: prose in a lesson: ${said}`)
        await page.evaluate(withoutUs)
        const bare = await page.evaluate(hostLooks)
        for (const part of ['html', 'body', 'prose']) {
          for (const said of differing(looks[part], bare[part])) {
            failures.push(`${colorScheme}: with our styles ${part}'s ${said} as without`)
          }
        }
      },
      { colorScheme },
    )
  }
  if (failures.length > 0) throw new Error([...new Set(failures)].join('\n'))
}
