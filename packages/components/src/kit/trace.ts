/** What a trace says of its tokens, and of which of them see which. */
export { type ReadKeys, readKeysOf } from '../traces/readKeys'
export { tokenNames } from '../traces/tokenNames'
export { isWindowed, keysOf, seen, type VisibleKeys, visibleKeysOf } from '../traces/visibleKeys'
