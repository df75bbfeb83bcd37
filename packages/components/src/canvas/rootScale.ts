/** What the sizes of pictures are counted in: pixels of a page whose root's type is 16 px high, as it is unless a reader or a site says otherwise. */
const ROOT_PX = 16

/** CSS pixels per pixel that we count in: 2 where the reader's type is twice as large. */
export function rootScale(): number {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  return size > 0 ? size / ROOT_PX : 1
}

/** A length that we count in pixels, as CSS that grows with the reader's type. */
export function rem(px: number): string {
  return `${px / ROOT_PX}rem`
}
