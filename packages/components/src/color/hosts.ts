/**
 * The switches by which sites say that they are dark or light, on an element around the figures: Docusaurus and Starlight,
 * Bootstrap, GitHub, Nextra and Tailwind, VitePress, Material for MkDocs, Mantine, MUI, Nuxt, mdBook, Quarto.
 */
export const HOST_SWITCHES = {
  dark: [
    '[data-theme="dark"]',
    '[data-bs-theme="dark"]',
    '[data-color-mode="dark"]',
    '[data-color-scheme="dark"]',
    '[data-mode="dark"]',
    '[data-md-color-scheme="slate"]',
    '[data-mantine-color-scheme="dark"]',
    '[data-mui-color-scheme="dark"]',
    '.dark',
    '.dark-mode',
    '.dark-theme',
    '.theme-dark',
    '.quarto-dark',
  ],
  light: [
    '[data-theme="light"]',
    '[data-bs-theme="light"]',
    '[data-color-mode="light"]',
    '[data-color-scheme="light"]',
    '[data-mode="light"]',
    '[data-md-color-scheme="default"]',
    '[data-mantine-color-scheme="light"]',
    '[data-mui-color-scheme="light"]',
    '.light',
    '.light-mode',
    '.light-theme',
    '.theme-light',
    '.quarto-light',
  ],
} as const
