/**
 * What our figures are made of, for figures of one's own: they import nothing else of this package but their strings.
 * Nothing in this package but figures may import it, or a circle is closed. docs/make-a-figure.mdx makes one.
 */
export * from './anatomy'
export * from './colors'
export * from './marks'
export * from './moment'
export * from './picture'
export * from './run'
export * from './selection'
export * from './trace'
export * from './words'
