import type { Term } from '../../anatomy/Figure'

/** The field's words by name, each in a phrase that is true of every model here. Another locale, or an author, adds its own. */
const WORDS: Readonly<Record<string, string>> = {
  ablation: 'taking a part out of a run, to see what it did',
  activation: 'a number that is computed anew for every text, where a parameter was learnt and stays',
  attention: 'the step in which tokens take something from the tokens before them',
  'attention head': 'one of several readers side by side, each with queries, keys and values of its own',
  'attention pattern': 'the weights of a head: a row for each query, a column for each key',
  'attention weight': 'the share of its reading that a query gives to a key; the shares of a query add up to 1',
  backpropagation: 'finding all gradients in one pass from the loss back to the embeddings',
  'causal mask': 'what keeps a token from reading the tokens after it',
  context: 'the tokens that a model can take in at once',
  decode: 'a pass over one new token, with what is known of the tokens before it',
  'dot product': 'two vectors multiplied number by number, and the products added up',
  embedding: 'the vector that stands for a token when it enters the model',
  entropy: 'how undecided a distribution is, in nats: 0 where one token has it all, the most where all are alike',
  generation: 'writing one token after another, each put at the end of the text before the next',
  gradient: 'how fast the loss grows when a number does; training goes the other way',
  'greedy sampling': 'always taking the most probable token',
  'grouped queries': 'several heads that share the same keys and values',
  'induction head': 'a head that looks for an earlier place like this one, and reads what followed it',
  key: 'what a token offers to be found by',
  'kv cache': 'the keys and values of past tokens, kept so that they are not computed again',
  layer: 'attention and an MLP, one after the other; a transformer is a stack of layers',
  'learning rate': 'how large a step training takes against the gradient',
  logit: 'the score of a token as the next one, before softmax',
  'logit lens': 'what the model would answer after a layer: the unembedding applied to the residual stream there',
  loss: 'how far off a prediction was: minus the logarithm of the probability of the token that came',
  'min-p': 'drawing from those tokens alone that are at least p times as probable as the most probable one',
  mlp: 'the part of a layer that works on each token by itself',
  'multiply-add': 'one multiplication and one addition: the unit of the work that matrix products take',
  nats: 'the unit of the loss: one nat more is a probability 2.7 times smaller',
  norm: 'what brings a vector to a common size before it is read',
  parameter: 'a number that was learnt in training and is the same for every text',
  position: 'the place of a token in the text, counted from 0',
  prefill: 'the first pass, over all tokens of the prompt at once',
  probability: 'the share that softmax gives to a token; those of all tokens add up to 1',
  prompt: 'the text that a model is given to go on from',
  query: 'what a token looks for',
  'residual stream': 'the vector of a token on its way up: every part of a layer reads it and adds to it',
  sampling: 'choosing the next token by its probability',
  score: 'how well a query and a key match: their dot product, scaled',
  softmax: 'turns numbers into shares above 0 that add up to 1; the larger the number, the larger its share',
  temperature: 'what logits are divided by before softmax: below 1 the choice is surer, above 1 more even',
  token: 'a piece of text that a model takes as one: a word, a part of one, or a sign',
  tokenizer: 'what cuts a text into tokens',
  'top-k': 'drawing from the k most probable tokens alone',
  'top-p': 'drawing from the most probable tokens alone, as many as reach a probability of p together',
  unembedding: 'what turns the last vector of a token into a logit for every token of the vocabulary',
  value: 'what a token passes on to those who read it',
  vector: 'a list of numbers',
  vocabulary: 'all tokens that a model knows',
}

/** Words that are not written as they are called. */
const WRITTEN: Readonly<Record<string, string>> = { 'kv cache': 'KV cache', mlp: 'MLP' }

const terms: Readonly<Record<string, Term>> = Object.fromEntries(
  Object.entries(WORDS).map(([name, means]) => [name, { term: WRITTEN[name] ?? name, means }]),
)

export const glossaryMessages = {
  /** By name, in small letters. Others can be added: `messages={{ glossary: { terms: { sink: { term: 'sink', means: '…' } } } }}`. */
  terms,
  label: 'Glossary',
  /** From a definition beside its word to the same in the glossary. */
  toGlossary: 'In the glossary',
  /** From the glossary to where a word is used first. */
  toText: ({ term }: Pick<Term, 'term'>) => `Where ${term} is used first`,
  none: 'No word of this lesson has been explained yet.',
  problem: 'It has no definition',
  unknown: ({ name, known }: { name: string; known: readonly string[] }) =>
    name === ''
      ? 'This Term has no name. Give it one that the glossary has, or a word of your own and what it means.'
      : `The glossary has no “${name}”. Say what it means, or name one of these: ${known.join(', ')}.`,
}
