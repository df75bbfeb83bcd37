/** Colours: what kind of thing, and how much. */
export { contrast, DIMMED, type Ink, inkOn, luminance } from '../color/ink'
export type { ColorName, Palette } from '../color/palette'
export { boundWithin, type ColorTable, colorTable, type RampName, rampOf, signedT } from '../color/ramp'
