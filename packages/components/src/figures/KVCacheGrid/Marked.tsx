import { Fragment } from 'react'
import { cutMiddle, visibleToken } from '../../messages/format'

const [START, END] = ['\uE000', '\uE001']

/** Marks a token within a sentence, whatever letters it has. */
export function markToken(text: string): string {
  return START + cutMiddle(visibleToken(text), 16) + END
}

/** A sentence with its marked tokens set apart. */
export function Marked({ text, as: Tag = 'em' }: { text: string; as?: 'em' | 'b' }) {
  return text.split(START).map((part, i) => {
    const [token, rest] = part.split(END)
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    if (i === 0) return <Fragment key={i}>{part}</Fragment>
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <Fragment key={i}>
        <Tag>{token}</Tag>
        {rest}
      </Fragment>
    )
  })
}
