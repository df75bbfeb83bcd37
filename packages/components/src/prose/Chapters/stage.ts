import { isValidElement, type ReactNode } from 'react'

/** Whether React would keep what stands there: an element of the same type and key. */
export function isSameKind(a: ReactNode, b: ReactNode): boolean {
  return isValidElement(a) && isValidElement(b) && a.type === b.type && a.key === b.key
}
