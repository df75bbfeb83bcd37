/** What a reader did in HTML from the server before its script was there, to be done again in what takes its place. */
export interface Keepsake {
  /** Finds what stands there now. */
  readonly replacement: () => Element | undefined
  /** Which of the things that take focus had it, itself first; -1 for none. */
  readonly focused: number
  readonly selection: readonly [number, number] | null
  /** What was typed, if anything was. */
  readonly typed: string | undefined
  readonly open: readonly boolean[]
}

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]'

export function takeKeepsake(root: Element): Keepsake {
  const active = document.activeElement
  const within = active !== null && root.contains(active)
  const field = within && active instanceof HTMLInputElement && active.type === 'text' ? active : null
  const fields = [...root.querySelectorAll<HTMLInputElement>('input[type="text"]')]
  return {
    replacement: replacementOf(root),
    focused: within ? [root, ...root.querySelectorAll(FOCUSABLE)].indexOf(active) : -1,
    selection: field && [field.selectionStart ?? 0, field.selectionEnd ?? 0],
    typed: fields.find(({ value, defaultValue }) => value !== defaultValue)?.value,
    open: [...root.querySelectorAll('details')].map(({ open }) => open),
  }
}

/** A note before or after it may go at the same time: the place is counted from both ends. */
function replacementOf(root: Element): Keepsake['replacement'] {
  const { parentElement: parent, tagName } = root
  if (!parent) return () => undefined
  const index = [...parent.children].indexOf(root)
  const fromEnd = parent.children.length - index
  return () =>
    [parent.children[parent.children.length - fromEnd], parent.children[index]].find(
      (node) => node?.tagName === tagName && node.className.includes('gf-'),
    )
}

/** Puts it into what stands there now. A text that was typed is handed to `onTyped`. */
export function restoreKeepsake(kept: Keepsake, onTyped: ((text: string) => void) | null): void {
  const root = kept.replacement()
  if (!root) return
  for (const [i, details] of [...root.querySelectorAll('details')].entries()) if (kept.open[i]) details.open = true
  if (kept.typed !== undefined) onTyped?.(kept.typed)
  const next = [root, ...root.querySelectorAll(FOCUSABLE)][kept.focused] as HTMLElement | undefined
  if (!next) return
  next.focus({ preventScroll: true })
  if (kept.selection && next instanceof HTMLInputElement) {
    if (kept.typed !== undefined) next.value = kept.typed
    next.setSelectionRange(...kept.selection)
  }
}
