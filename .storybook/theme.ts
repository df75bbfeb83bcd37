import { create } from 'storybook/theming'
import { PALETTES, type ThemeName } from '../packages/components/src/color/palette.ts'

/** Storybook's own frame and pages, in the colours of the figures. */
function framedBy(name: ThemeName) {
  const { ground, panel, raised, hairline, text, dim, forward } = PALETTES[name]
  return create({
    base: name,
    brandTitle: 'Glassformer',
    brandTarget: '_self',
    colorPrimary: forward,
    // Links, and what is chosen in the sidebar: white is read on it.
    colorSecondary: { dark: '#00a3cc', light: forward }[name],
    appBg: ground,
    appContentBg: ground,
    appPreviewBg: ground,
    appBorderColor: hairline,
    appBorderRadius: 6,
    appHoverBg: raised,
    barBg: panel,
    barTextColor: dim,
    barSelectedColor: forward,
    barHoverColor: text,
    textColor: text,
    textMutedColor: dim,
    inputBg: panel,
    inputBorder: hairline,
    inputTextColor: text,
    buttonBg: panel,
    buttonBorder: hairline,
    booleanBg: panel,
    booleanSelectedBg: raised,
    fontBase: 'system-ui, sans-serif',
    fontCode: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  })
}

export const themes = { dark: framedBy('dark'), light: framedBy('light') } as const

/** What the toolbar's choice comes to: without one, the reader's system decides. */
export function chosenTheme(choice: unknown): ThemeName {
  if (choice === 'dark' || choice === 'light') return choice
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
}

/** Tells when the reader's system changes its mind. Returns what ends it. */
export function onSystemTheme(tell: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: light)')
  query.addEventListener('change', tell)
  return () => query.removeEventListener('change', tell)
}
