/** A page of somebody else's, in a frame of its own: their HTML around ours, and stylesheets in the order given. */
export interface HostPage {
  readonly document: Document
  readonly body: HTMLElement
  find(selector: string): HTMLElement
  remove(): void
}

export function hostPage(html: string, sheets: readonly string[], widthPx = 1000): HostPage {
  const frame = document.createElement('iframe')
  frame.style.cssText = `width: ${widthPx}px; height: 800px; border: 0`
  document.body.append(frame)
  const page = frame.contentDocument
  if (!page) throw new Error('the frame has no document')
  const styles = sheets.map((sheet) => `<style>${sheet}</style>`).join('')
  page.open()
  page.write(`<!doctype html><html><head>${styles}</head><body>${html}</body></html>`)
  page.close()
  const find = (selector: string) => {
    const node = page.querySelector<HTMLElement>(selector)
    if (!node) throw new Error(`the page has no ${selector}`)
    return node
  }
  return { document: page, body: page.body, find, remove: () => frame.remove() }
}
