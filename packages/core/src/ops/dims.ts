/**
 * The letters of the operations, declared once (llm.c's):
 * `T` rows of a run, `C` width of the residual stream, `NH` heads, `NKV` heads of keys and values, `HS` width of one head, `H` width of the MLP,
 * `V` vocabulary, `L` layers. `I` and `O` are a linear layer's inputs and outputs; a bare product has `K` terms a sum and `N` columns. Rows are of one sequence, or of several,
 * one below the other (`parts` of model/run.ts), so there is no `B`: attention and positions are called for each by itself.
 *
 * Every operation works on rows `from` to `to - 1` of its whole tensors, and does each row by itself in the same order of
 * sums, so that a row comes out the same to the last bit in whatever range it is computed. It keeps nothing: attention alone,
 * on the kernels, takes memory for keys and values that lie elsewhere, and gives it back before it returns.
 * Those that multiply and add return how many multiply-adds they did: plain loops count them as they go, the kernels'
 * callers compute them from the shapes, and tests hold both to the same numbers.
 * In backwards, `dx` is the gradient of the loss at `x`, and accumulates: `+=`.
 */
export interface Dims {
  readonly C: number
  readonly NH: number
  readonly NKV: number
  readonly HS: number
  readonly H: number
  readonly V: number
  readonly L: number
}
