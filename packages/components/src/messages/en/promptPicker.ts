export const promptPickerMessages = {
  title: 'Text',
  says: 'The model runs on this text; every figure shows that run.',
  examples: 'Texts to start from',
  /** On the button of the text that the reader typed. */
  own: (text: string) => `Yours: ${text}`,
}
