import * as text from '@glassformer/core/models/text'

/**
 * What `#textModel` is on servers (package.json chooses by condition): the text model is there at once, so that HTML has
 * figures wherever it is made, and no page waits behind a boundary that readers without scripts never see opened.
 */
export const atHand = text

export async function load(): Promise<typeof text> {
  return text
}
