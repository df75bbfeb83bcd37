'use client'
import {
  Component,
  type ComponentPropsWithRef,
  type ReactNode,
  type RefObject,
  useCallback,
  useRef,
  useState,
} from 'react'
import { healStyles } from '../browser/useHealedStyles'
import { useTheme } from '../color/useTheme'
import { useTyping } from '../lesson/context'
import { useHydrating } from '../lesson/hooks'
import { type Keepsake, restoreKeepsake, takeKeepsake } from './keepsake'

interface Props {
  /** Whether what there is to show is still to come. */
  readonly waiting: boolean
  /** The element that the live view renders. */
  readonly as: 'figure' | 'div' | 'span' | 'button'
  /** What the author gave to it. */
  readonly host: ComponentPropsWithRef<'div'>
  /** What stands there meanwhile where no server sent anything. */
  readonly instead: ReactNode
  /** The live view. */
  readonly children: ReactNode
}

/**
 * While the first run is on its way, HTML from the server stays as it is; where there is none, a place is kept. Then the
 * live view takes over, with the focus and what was typed. No Suspense: React would stream what is large later than the
 * rest, into a page that never shows it without scripts.
 */
export function WhileWaiting({ waiting, as, host, instead, children }: Props) {
  const hydrating = useHydrating()
  const [hasHtml] = useState(hydrating && typeof document !== 'undefined')
  const node = useRef<HTMLElement | null>(null)
  const { setPrompt } = useTyping()
  const kept = hasHtml ? <Kept as={as} host={host} node={node} /> : instead
  return (
    <Keeper waiting={waiting && hasHtml} node={node} onTyped={setPrompt}>
      {waiting ? kept : children}
    </Keeper>
  )
}

interface KeeperProps {
  readonly waiting: boolean
  readonly node: RefObject<HTMLElement | null>
  readonly onTyped: ((text: string) => void) | null
  readonly children: ReactNode
}

/** A class, for React tells only these before it changes the page. */
class Keeper extends Component<KeeperProps> {
  override getSnapshotBeforeUpdate({ waiting, node }: KeeperProps): Keepsake | null {
    return waiting && !this.props.waiting && node.current ? takeKeepsake(node.current) : null
  }

  override componentDidUpdate(_: KeeperProps, __: unknown, keepsake: Keepsake | null) {
    if (keepsake) restoreKeepsake(keepsake, this.props.onTyped)
  }

  override render() {
    return this.props.children
  }
}

/** React leaves alone what is inside an element that it is told to fill with HTML. One object: another would be set anew. */
const AS_IT_IS = { __html: '' }

type KeptProps = Pick<Props, 'as' | 'host'> & Pick<KeeperProps, 'node'>

function Kept({ as, host: { ref, ...host }, node }: KeptProps) {
  // Whichever it is, it takes what any element takes.
  const Tag = as as 'div'
  const theme = useTheme<HTMLElement>(undefined)
  const attach = useCallback(
    (element: HTMLElement | null) => {
      node.current = element
      theme(element)
      element?.setAttribute('aria-busy', 'true')
      if (element) healStyles(element)
      if (typeof ref === 'function') ref(element as HTMLDivElement)
      else if (ref) ref.current = element as HTMLDivElement
    },
    [ref, node, theme],
  )
  // biome-ignore lint/security/noDangerouslySetInnerHtml: nothing is set; it keeps what is there
  return <Tag {...host} ref={attach} suppressHydrationWarning dangerouslySetInnerHTML={AS_IT_IS} />
}
