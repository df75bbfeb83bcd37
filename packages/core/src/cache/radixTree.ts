/** A run of token blocks that the tree holds, after those of its parent. */
export interface RadixNode {
  /** Token ids, a block or more. */
  tokens: number[]
  /** The physical block of each block of tokens. */
  blocks: number[]
  parent: RadixNode | null
  /** By the tokens of their first block. */
  readonly children: Map<string, RadixNode>
  /** Requests that use it; it is not evicted meanwhile. */
  users: number
  /** When it was used last, in uses of the tree. */
  lastUse: number
}

/** A radix tree over blocks of tokens: texts that begin alike share the blocks of their beginning. */
export interface RadixTree {
  readonly root: RadixNode
  /** The longest beginning of `tokens` that is there, in whole blocks, and the node that it ends with. */
  match(tokens: readonly number[]): { readonly node: RadixNode; readonly blocks: readonly number[] }
  /** Adds what is not there. Returns the tree's block for each of `blocks`: its own where it had those tokens, else the one given. */
  insert(
    tokens: readonly number[],
    blocks: readonly number[],
  ): { readonly node: RadixNode; readonly blocks: readonly number[] }
  /** Adds to the users of a node and of all before it. */
  use(node: RadixNode, by: 1 | -1): void
  /** Takes out the last block of the leaf that was used least recently and has no user. Undefined if there is none. */
  evict(): number | undefined
}

export function createRadixTree(blockSize: number): RadixTree {
  let uses = 0
  const make = (parent: RadixNode | null, tokens: number[], blocks: number[]): RadixNode => {
    const node: RadixNode = { tokens, blocks, parent, children: new Map(), users: 0, lastUse: uses }
    parent?.children.set(keyOf(tokens, 0), node)
    return node
  }
  const keyOf = (tokens: readonly number[], at: number) => tokens.slice(at, at + blockSize).join()
  const root = make(null, [], [])

  /** Cuts a node after `count` blocks; returns its upper part. Whoever uses the lower uses both. */
  const split = (node: RadixNode, count: number): RadixNode => {
    const cut = count * blockSize
    const upper = make(node.parent, node.tokens.slice(0, cut), node.blocks.slice(0, count))
    upper.users = node.users
    upper.lastUse = node.lastUse
    node.tokens = node.tokens.slice(cut)
    node.blocks = node.blocks.slice(count)
    node.parent = upper
    upper.children.set(keyOf(node.tokens, 0), node)
    return upper
  }
  const walk = (tokens: readonly number[]) => {
    uses++
    let node = root
    let at = 0
    for (;;) {
      node.lastUse = uses
      const child = node.children.get(keyOf(tokens, at))
      if (!child || at + blockSize > tokens.length) return { node, at }
      let same = 1
      while (
        same < child.blocks.length &&
        at + (same + 1) * blockSize <= tokens.length &&
        keyOf(child.tokens, same * blockSize) === keyOf(tokens, at + same * blockSize)
      )
        same++
      node = same < child.blocks.length ? split(child, same) : child
      at += same * blockSize
    }
  }
  const blocksTo = (node: RadixNode): number[] => (node.parent ? [...blocksTo(node.parent), ...node.blocks] : [])

  return {
    root,
    match(tokens) {
      const { node } = walk(tokens)
      return { node, blocks: blocksTo(node) }
    },
    insert(tokens, blocks) {
      const { node, at } = walk(tokens)
      const rest = blocks.slice(at / blockSize)
      const leaf = rest.length ? make(node, tokens.slice(at, blocks.length * blockSize), [...rest]) : node
      return { node: leaf, blocks: blocksTo(leaf) }
    },
    use(node, by) {
      for (let at: RadixNode | null = node; at; at = at.parent) at.users += by
    },
    evict() {
      let oldest: RadixNode | undefined
      const visit = (node: RadixNode) => {
        for (const child of node.children.values()) visit(child)
        if (node !== root && !node.children.size && !node.users && node.lastUse < (oldest?.lastUse ?? Infinity))
          oldest = node
      }
      visit(root)
      if (!oldest) return undefined
      const key = keyOf(oldest.tokens, 0)
      const block = oldest.blocks.pop()
      oldest.tokens.length -= blockSize
      if (!oldest.blocks.length) oldest.parent?.children.delete(key)
      return block
    },
  }
}
