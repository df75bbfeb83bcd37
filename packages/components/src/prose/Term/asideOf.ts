/** Keeps a panel beside a word while it is open: under it, or over it where there is no room. Returns the way to stop. */
export function asideOf(word: Element, panel: HTMLElement): () => void {
  let stop: (() => void) | undefined
  let over = false
  // In a file of its own, which a page needs when something is opened first.
  void import('@floating-ui/react-dom').then(
    ({ autoUpdate, computePosition, flip, offset, shift }) => {
      if (over) return
      const middleware = [offset(6), flip({ padding: 8 }), shift({ padding: 8 })]
      stop = autoUpdate(word, panel, () => {
        void computePosition(word, panel, { placement: 'bottom-start', strategy: 'fixed', middleware }).then(
          ({ x, y }) => {
            if (!over) Object.assign(panel.style, { inset: 'auto', margin: '0', left: `${x}px`, top: `${y}px` })
          },
        )
      })
    },
    // Without that file it stands in the middle of the window, as popovers do.
    () => {},
  )
  return () => {
    over = true
    stop?.()
  }
}
