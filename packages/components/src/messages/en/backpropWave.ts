export const backpropWaveMessages = {
  title: '',
}
