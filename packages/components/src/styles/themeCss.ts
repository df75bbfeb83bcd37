import { HOST_SWITCHES } from '../color/hosts'
import { COLOR_NAMES, PALETTES, type ThemeName } from '../color/palette'

const FONTS = {
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
} as const

/** Sizes that a site may set, each by `--gf-user-<name>`. */
const SIZES = {
  'size-small': '0.6875rem',
  'size-body': '0.8125rem',
  'size-large': '1rem',
  'figure-padding': '1rem',
  'figure-border': '1px',
  'figure-radius': '0.5rem',
  radius: '0.375rem',
} as const

/**
 * Where a theme begins: what says one, and the outermost box of ours where nothing around it does. Written without `:is`, since the
 * builds of some sites (postcss-preset-env) drop what stands after one inside `:not`.
 */
const SCOPES = ['[data-gf-theme]', '.gf-root:not([data-gf-theme] *):not(.gf-root *)']
/** Of these, what is left to the page and the system. */
const AUTO = SCOPES.map((scope) => `${scope}:not([data-gf-theme="dark"]):not([data-gf-theme="light"])`)
/** Of these, where no script has seen what the page says. */
const UNSEEN = AUTO.map((scope) => `${scope}:not([data-gf-scheme])`)

/** A list of selectors that weighs nothing. */
const where = (selectors: readonly string[]) => `:where(${selectors.join(', ')})`

/** What no switch of a page stands around. */
const UNSAID = [...HOST_SWITCHES.dark, ...HOST_SWITCHES.light].map((host) => `:not(${host} *)`).join('')

/** The ink of numbers in cells, and the one for cells that are bright where the theme is dark, and dark where it is light. */
const INKS = { dark: ['#fff', '#000'], light: ['#000', '#fff'] } as const

const defaults = (theme: ThemeName) =>
  [
    `--gf-scheme: ${theme};`,
    `--gf-ink: ${INKS[theme][0]};`,
    `--gf-ink-turned: ${INKS[theme][1]};`,
    ...COLOR_NAMES.map((name) => `--gf-default-${name}: ${PALETTES[theme][name]};`),
  ].join('\n')

const chain = (name: string, value: string) => `--gf-${name}: var(--gf-user-${name}, ${value});`

const rule = (selector: string, body: string) => `${selector} {\n${body}\n}`

/** The text of `theme.css`: the palette of either theme, where each holds, and what a site may set over it. */
export function themeCss(): string {
  return `${[
    '/* Written by scripts/theme.ts from color/palette.ts and color/hosts.ts: change those, then run `npm run theme`. */',
    '/* Nothing here is more than a variable, and no selector weighs anything. On paper all is light. */',
    rule(where(SCOPES), defaults('light')),
    '@media screen {',
    '/* Said by data-gf-theme, by a switch of the page around, or seen by a script. */',
    rule(
      [
        ':where([data-gf-theme="dark"])',
        where(AUTO.map((scope) => `${scope}[data-gf-scheme="dark"]`)),
        where(HOST_SWITCHES.dark.flatMap((host) => UNSEEN.map((scope) => `${host} ${scope}`))),
      ].join(',\n'),
      defaults('dark'),
    ),
    '}',
    '/* Where the page says nothing, the system does. */',
    '@media screen and (prefers-color-scheme: dark) {',
    rule(where(UNSEEN.map((scope) => scope + UNSAID)), defaults('dark')),
    '}',
    rule(
      ':where([data-gf-theme], .gf-root)',
      [
        ...COLOR_NAMES.map((name) => chain(name, `var(--gf-default-${name})`)),
        ...Object.entries({ ...FONTS, ...SIZES }).map(([name, value]) => chain(name, value)),
      ].join('\n'),
    ),
    '@media (prefers-contrast: more) {',
    rule(
      ':where([data-gf-theme], .gf-root)',
      [chain('hairline', 'var(--gf-default-dim)'), chain('dim', 'var(--gf-default-text)')].join('\n'),
    ),
    '}',
  ].join('\n')}\n`
}
