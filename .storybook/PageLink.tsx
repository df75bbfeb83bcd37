import { AnchorMdx, DocsContext } from '@storybook/addon-docs/blocks'
import { type ComponentProps, type MouseEvent, useContext } from 'react'
import { NAVIGATE_URL } from 'storybook/internal/core-events'

/**
 * A link of a page of docs. One to another page opens it in the frame around, wherever the site is served; in a new tab, or
 * without a frame, the address leads there by itself. Storybook's own does one of the two.
 */
export function PageLink(props: ComponentProps<'a'>) {
  const { href, children, ...rest } = props
  const { channel } = useContext(DocsContext)
  if (!href?.startsWith('./?path=')) return <AnchorMdx {...(props as ComponentProps<typeof AnchorMdx>)} />
  const go = (event: MouseEvent) => {
    if (event.button !== 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || top === self) return
    event.preventDefault()
    channel.emit(NAVIGATE_URL, href.slice('./'.length))
  }
  return (
    <a href={href} onClick={go} {...rest}>
      {children}
    </a>
  )
}
