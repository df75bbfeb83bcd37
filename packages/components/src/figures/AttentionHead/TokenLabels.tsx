import { visibleToken } from '../../kit'

interface TokenLabelsProps {
  readonly className: string
  /** What is written, by index; empty where no token stands yet. */
  readonly names: readonly string[]
  /** The whole tokens, for the title. */
  readonly texts: readonly string[]
  readonly isShown: (index: number) => boolean
  /** Indices that are lit. */
  readonly marks: readonly (number | null)[]
  /** Labels of rows run down, labels of columns across. */
  readonly down?: boolean
  readonly upright?: boolean
  readonly onPoint?: (index: number | null) => void
  readonly onChoose?: (index: number) => void
}

/** The labels of one side of the matrix. The keyboard reaches their tokens through the cells. */
export function TokenLabels(props: TokenLabelsProps) {
  const { className, names, texts, isShown, marks, down, upright, onPoint, onChoose } = props
  const middle = (index: number) => `${((index + 0.5) / names.length) * 100}%`
  return (
    <div className={`gf-attn-names ${className}`} data-upright={upright || undefined} aria-hidden="true">
      {names.map((name, index) =>
        isShown(index) ? (
          // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard reaches it through the cells
          // biome-ignore lint/a11y/useKeyWithClickEvents: as above
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
            key={index}
            dir="auto"
            style={down ? { top: middle(index) } : { left: middle(index) }}
            title={name ? visibleToken(texts[index] ?? name) : undefined}
            data-selected={(name !== '' && marks.includes(index)) || undefined}
            data-empty={name === '' || undefined}
            onPointerEnter={onPoint && name ? () => onPoint(index) : undefined}
            onPointerLeave={onPoint && (() => onPoint(null))}
            onClick={onChoose && name ? () => onChoose(index) : undefined}
          >
            {name}
          </span>
        ) : null,
      )}
    </div>
  )
}
