'use client'
import { chaptersMessages } from '../../messages/en/chapters'
import { useMessages } from '../../messages/useMessages'

/** The address of a chapter or a segment, to be copied or followed. */
export function HashLink({ anchor, name }: { anchor: string | undefined; name: string }) {
  const { link } = useMessages('chapters', chaptersMessages)
  return (
    <a className="gf-chapters-link" href={`#${anchor}`} aria-label={link(name)}>
      #
    </a>
  )
}
