import type { ReactNode } from 'react'
import type { ColorName } from '../packages/components/src/color/palette'

interface KindProps {
  readonly name: ColorName
  readonly children: ReactNode
}

/** Words in the colour of what they speak of. */
export function Kind({ name, children }: KindProps) {
  return <strong style={{ color: `var(--gf-${name})` }}>{children}</strong>
}
