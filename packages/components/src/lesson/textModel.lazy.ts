/** What `#textModel` is where files are loaded when they are needed, in browsers above all: see `textModel.node.ts`. */
export type TextModelModule = typeof import('@glassformer/core/models/text')

/** The module, where it is at hand without waiting. */
export const atHand: TextModelModule | undefined = undefined

export function load(): Promise<TextModelModule> {
  return import('@glassformer/core/models/text')
}
