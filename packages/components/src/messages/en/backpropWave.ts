export const backpropWaveMessages = {
  title: 'Backpropagation',
  wanted: 'a training step (runBackward)',
}
