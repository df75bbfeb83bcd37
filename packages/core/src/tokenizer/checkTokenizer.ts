import { isObject } from '../tensor/checks'
import { checkOption } from '../tensor/errors'

/** Throws `bad-option` for what is no tokenizer. */
export function checkTokenizer(tokenizer: unknown): void {
  const ok =
    isObject(tokenizer) &&
    Number.isSafeInteger(tokenizer.size) &&
    [tokenizer.encode, tokenizer.decode, tokenizer.token].every((method) => typeof method === 'function')
  checkOption(
    'tokenizer',
    tokenizer,
    ok,
    'one of @glassformer/core/tokenizer, or an object with size, encode, decode and token',
  )
}
