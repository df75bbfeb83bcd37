import type { Layout } from '../tensor/layout'
import type { Floats } from '../tensor/tensor'

type Slot<Name, Optional> = Name extends Optional ? Floats | undefined : Floats

/**
 * The types that a spec table generates: an array for every name, and for names with `blocks.l.` an array per block
 * under the rest of the name. Names in `Optional` may be missing.
 */
export type Views<Name extends string, Optional extends string = never> = {
  readonly [N in Name as N extends `blocks.l.${string}` ? never : N]: Slot<N, Optional>
} & {
  readonly blocks: readonly {
    readonly [N in Name as N extends `blocks.l.${infer Rest}` ? Rest : never]: Slot<N, Optional>
  }[]
}

/** Takes the views of every tensor of a layout at once, so that a run need not look names up. */
export function bindViews<V>(layout: Layout, buffer: Floats): V {
  const blocks: Record<string, Floats>[] = []
  const views: Record<string, Floats | typeof blocks> = { blocks }
  for (const { name, offset, size } of layout.entries) {
    const data = buffer.subarray(offset, offset + size)
    const inBlock = /^blocks\.(\d+)\.(.+)$/.exec(name)
    if (!inBlock) views[name] = data
    else {
      const l = Number(inBlock[1])
      blocks[l] ??= {}
      ;(blocks[l] as Record<string, Floats>)[inBlock[2] as string] = data
    }
  }
  return views as V
}
