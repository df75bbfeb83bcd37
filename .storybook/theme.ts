import { create } from 'storybook/theming'

/** Storybook's own frame, in the colours of the figures on dark. */
export const theme = create({
  base: 'dark',
  brandTitle: 'Glassformer',
  brandTarget: '_self',
  colorPrimary: '#00d4ff',
  colorSecondary: '#0090b5',
  appBg: '#0b0e14',
  appContentBg: '#0b0e14',
  appPreviewBg: '#0b0e14',
  appBorderColor: '#232a38',
  appBorderRadius: 6,
  barBg: '#11151e',
  barTextColor: '#a7b0c0',
  barSelectedColor: '#00d4ff',
  barHoverColor: '#e6eaf2',
  textColor: '#e6eaf2',
  textMutedColor: '#a7b0c0',
  inputBg: '#11151e',
  inputBorder: '#232a38',
  fontBase: 'system-ui, sans-serif',
  fontCode: 'ui-monospace, SFMono-Regular, Menlo, monospace',
})
