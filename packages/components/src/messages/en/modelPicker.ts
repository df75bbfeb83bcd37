export const modelPickerMessages = {
  title: 'Model',
  label: 'Which model runs',
  /** The lesson's own model, where the author gave it no name. */
  own: 'The model of this lesson',
  loading: (name: string) => `${name} is being loaded.`,
  says: (name: string, layers: number, heads: number, parameters: string) =>
    `${name}: ${layers} ${layers === 1 ? 'layer' : 'layers'} of ${heads} ${heads === 1 ? 'head' : 'heads'}, ${parameters} parameters.`,
  missing: (name: string) => `${name} is not here.`,
}
