/** CSS pixels at the root's usual size: heights of a row of words, and of the one in focus where the others are too thin for any. */
const WORDS_PX = 18
const ROW_PX = 34
const FOCUS_PX = 30
const THIN_PX = 4
/** The height that all rows may take before they are thin, and about what thin ones take. */
const ROOM_PX = 400
const LABEL_PX = 14
/** Width of a letter of the label face: 11 px monospace. */
const LETTER_PX = 6.7
/** The least and the most width of a column; what of it is no room for letters: a gutter, for the bar that marks agreement, and paddings. */
export const MIN_COLUMN_PX = 46
export const MAX_COLUMN_PX = 176
const AROUND_PX = { wide: 18, narrow: 11 }
/** From this width up a word has its probability beside it. */
const PROB_COLUMN_PX = 92
const PROB_PX = 34

/** Rows of equal units; the one in focus takes `span` of them, so that its words can be read where the others are thin. */
export interface TrailRows {
  readonly n: number
  readonly unitPx: number
  readonly focus: number
  readonly span: number
  /** Whether every row has words; otherwise the one in focus alone. */
  readonly words: boolean
  readonly units: number
  readonly heightPx: number
}

export function layOutRows(n: number, focus: number): TrailRows {
  const equal = Math.floor(Math.min(ROW_PX, ROOM_PX / Math.max(1, n)))
  const words = equal >= WORDS_PX
  const unitPx = words ? equal : Math.max(THIN_PX, Math.floor((ROOM_PX - FOCUS_PX) / n))
  const span = words || focus < 0 ? 1 : Math.ceil(FOCUS_PX / unitPx)
  const units = n + (focus < 0 ? 0 : span - 1)
  return { n, unitPx, focus, span, words, units, heightPx: units * unitPx }
}

/** The unit that a row begins at, and how many it has. */
export function unitsOf(
  { focus, span }: TrailRows,
  position: number,
): { readonly first: number; readonly count: number } {
  return {
    first: position + (focus >= 0 && position > focus ? span - 1 : 0),
    count: position === focus ? span : 1,
  }
}

/** A row in pixels from the top. */
export function boxOf(rows: TrailRows, position: number): { readonly top: number; readonly height: number } {
  const { first, count } = unitsOf(rows, position)
  return { top: first * rows.unitPx, height: count * rows.unitPx }
}

/** The same in fractions of the height. */
export function shareOf(rows: TrailRows, position: number): { readonly top: number; readonly height: number } {
  const { top, height } = boxOf(rows, position)
  return { top: top / rows.heightPx, height: height / rows.heightPx }
}

/** The row at a fraction of the height. */
export function rowAt({ n, units, focus, span }: TrailRows, fraction: number): number {
  const unit = Math.floor(fraction * units)
  const row = focus < 0 || unit < focus ? unit : Math.max(focus, unit - (span - 1))
  return Math.max(0, Math.min(n - 1, row))
}

/** Whether a row's token is named: all that have words, and of thin ones every 2nd, 4th, 8th ... and the one in focus. */
export function isLabelled(rows: TrailRows, position: number): boolean {
  if (rows.words || position === rows.focus) return true
  let stride = 1
  while (stride * rows.unitPx < LABEL_PX) stride *= 2
  return position % stride === 0 && Math.abs(position - rows.focus) >= stride / 2
}

/** Letters of a word that a column has room for, and whether its probability stands beside it. */
export function roomOf(columnPx: number): { readonly letters: number; readonly prob: boolean } {
  const prob = columnPx >= PROB_COLUMN_PX
  const room = columnPx - (prob ? AROUND_PX.wide + PROB_PX : AROUND_PX.narrow)
  return { letters: Math.max(2, Math.floor(room / LETTER_PX)), prob }
}

/** A word as long as there is room for: how it begins says most of it. */
export function cutEnd(word: string, letters: number): string {
  const all = [...word]
  return all.length > letters ? `${all.slice(0, letters - 1).join('')}…` : word
}

/** The width of the names of tokens of these lengths, with what stands around a name. */
export function namesPx(lengths: readonly number[]): number {
  return Math.max(70, Math.ceil(Math.max(...lengths, 0) * LETTER_PX) + 16)
}

/** Height of a rank in the trail, 0 (rank 1) to 1 (the last of all): on a logarithmic scale, since most of what happens is near the top. */
export function rankHeight(rank: number, dVocab: number): number {
  return dVocab > 1 ? Math.log(rank) / Math.log(dVocab) : 0
}

/**
 * Whether the number of a point stands under it: where the line goes up from it, or comes down to it, and not where it is
 * near the end of the scale.
 */
export function standsUnder(ranks: readonly number[], at: number, dVocab: number): boolean {
  const [before, own, next] = [ranks[at - 1], ranks[at] as number, ranks[at + 1]]
  const isLow = rankHeight(own, dVocab) > 0.7
  return !isLow && own > 1 && (before ?? own) <= own && (next ?? own) <= own && (before ?? next ?? own) < own
}

/** Ranks that the scale names: powers of ten, and the last of all. Those too near to it are left out. */
export function rankMarks(dVocab: number): readonly number[] {
  const powers: number[] = []
  for (let rank = 1; rank < dVocab; rank *= 10) if (rank === 1 || rankHeight(rank, dVocab) < 0.88) powers.push(rank)
  return [...powers, dVocab]
}
