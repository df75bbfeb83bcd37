import { describe } from '../../tensor/describe'
import { say } from '../../tensor/say'
import type { AddedToken } from '../special'
import { wellFormed } from '../utf8'
import { type Fields, fields, flag, list, refuse, text } from './checks'
import { readMerges } from './merges'

/** The vocabulary of a tokenizer.json, checked. */
export interface Vocabulary {
  /** Ids run from 0 to `size - 1`; some may be unused. */
  readonly size: number
  readonly ids: ReadonlyMap<string, number>
  /** Entries by id, without the added tokens. */
  readonly entries: readonly (string | undefined)[]
  readonly added: readonly AddedToken[]
  /** Pairs to join, best first, and what each becomes. */
  readonly merges: readonly (readonly [number, number])[]
  readonly results: readonly number[]
  readonly ignoreMerges: boolean
}

/** Reads `model` and `added_tokens`. Throws `bad-tokenizer` for what is not byte-pair encoding or not consistent. */
export function readVocabulary(file: Fields): Vocabulary {
  const model = fields(file.model, 'model')
  if ((model.type ?? 'BPE') !== 'BPE')
    throw refuse('model.type', model.type, '"BPE"; read other kinds with a tokenizer library and fromLibrary')
  for (const key of ['continuing_subword_prefix', 'end_of_word_suffix'])
    if ((model[key] ?? '') !== '') throw refuse(`model.${key}`, model[key], 'null: marks of subwords are not supported')
  if ((model.dropout ?? 0) !== 0) throw refuse('model.dropout', model.dropout, 'null: merges are never left out here')

  const vocab = Object.entries(fields(model.vocab, 'model.vocab'))
  const added = list(file.added_tokens ?? [], 'added_tokens').map((token, i) => readAdded(token, `added_tokens[${i}]`))
  const most = 2 * (vocab.length + added.length) + 1024
  const entries: (string | undefined)[] = []
  const ids = new Map<string, number>()
  let size = 0
  const checkedId = (id: unknown, what: string) => {
    // An id far from the others would only claim memory.
    if (!Number.isInteger(id) || (id as number) < 0 || (id as number) >= most)
      throw refuse(what, id, say`a whole number from 0 to ${most - 1}`)
    size = Math.max(size, (id as number) + 1)
    return id as number
  }
  for (const [entry, value] of vocab) {
    const id = checkedId(value, `the id of ${describe(entry)}`)
    if (entries[id] !== undefined) throw refuse(`the id of ${describe(entry)}`, id, 'used once')
    entries[id] = entry
    ids.set(entry, id)
  }
  const contents = new Set<string>()
  const addedIds = new Set<number>()
  for (const { content, id } of added) {
    const where = `the id of added token ${JSON.stringify(content.slice(0, 40))}`
    checkedId(id, where)
    if (contents.has(content) || addedIds.has(id)) throw refuse(where, id, 'used once')
    if ((ids.get(content) ?? id) !== id || (entries[id] ?? content) !== content)
      throw refuse(where, id, 'the same as in model.vocab')
    contents.add(content)
    addedIds.add(id)
  }
  const { merges, results } = readMerges(model.merges, ids)
  const ignoreMerges = flag(model.ignore_merges, 'model.ignore_merges', false)
  return { size, ids, entries, added, merges, results, ignoreMerges }
}

function readAdded(value: unknown, where: string): AddedToken {
  const token = fields(value, where)
  const content = text(token.content, `${where}.content`)
  if (content === '' || content !== wellFormed(content))
    throw refuse(`${where}.content`, content, 'well-formed text that is not empty')
  if (flag(token.single_word, `${where}.single_word`, false))
    throw refuse(`${where}.single_word`, true, 'false: tokens that only match whole words are not supported')
  const is = (key: string, absent: boolean) => flag(token[key], `${where}.${key}`, absent)
  const special = is('special', false)
  return {
    content,
    id: token.id as number,
    special,
    lstrip: is('lstrip', false),
    rstrip: is('rstrip', false),
    normalized: is('normalized', !special),
  }
}
