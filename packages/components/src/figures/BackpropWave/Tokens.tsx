'use client'
import { useState } from 'react'
import { moveFocus, TokenButton, TokenChip, visibleToken } from '../../kit'
import type { backpropWaveMessages } from '../../messages/en/backpropWave'

interface TokensProps {
  readonly texts: readonly string[]
  /** Letters of a token before its middle is cut out. */
  readonly maxLetters: number
  readonly messages: typeof backpropWaveMessages
  readonly isSelected: (position: number) => boolean
  readonly pinned: number | null
  readonly onPoint: (position: number | null) => void
  readonly onChoose: (position: number) => void
}

/** The tokens below their columns. One tab stop; arrows move along them. */
export function Tokens({ texts, maxLetters, messages, isSelected, pinned, onPoint, onChoose }: TokensProps) {
  const [stop, setStop] = useState(0)
  const tabStop = Math.min(stop, texts.length - 1)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; these are the feet of columns
    <div
      className="gf-wave-tokens"
      role="group"
      aria-label={messages.tokens}
      onKeyDown={(event) => moveFocus(event, 'across')}
    >
      {texts.map((text, position) => (
        <TokenButton
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
          key={position}
          position={position}
          className="gf-wave-token"
          aria-label={messages.column({ token: visibleToken(text), position })}
          pinned={pinned === position}
          tabStop={position === tabStop}
          onStop={setStop}
          onPoint={onPoint}
          onChoose={onChoose}
        >
          <TokenChip text={text} maxLetters={maxLetters} selected={isSelected(position)} />
        </TokenButton>
      ))}
    </div>
  )
}
