/** Three bytes, sRGB. */
export type Rgb = readonly [number, number, number]

/**
 * Linear sRGB to XYZ over the white D50 (Lindbloom's matrix, Bradford-adapted, each row divided by its sum, so that white
 * is (1, 1, 1)); and the inverse.
 */
const TO_XYZ = [
  [0.45225644, 0.39935378, 0.14838979],
  [0.2225045, 0.7168786, 0.0606169],
  [0.01688322, 0.11767247, 0.86544431],
] as const
const FROM_XYZ = [
  [3.02172699, -1.61686677, -0.40486022],
  [-0.94374822, 1.91614155, 0.02760667],
  [0.06937097, -0.22899128, 1.15962031],
] as const
/** CIE 15: below this, lightness is linear. */
const EPSILON = 216 / 24389
const KAPPA = 24389 / 27

/**
 * Mixes two colours evenly in CIELAB, and so evenly in lightness. Takes `#rrggbb`. L*, a* and b* are linear in the three
 * compressed coordinates of `compress`, so mixing those is mixing the colours.
 */
export function mixLab(from: string, to: string): (t: number) => Rgb {
  const [a, b] = [compress(from), compress(to)]
  return (t) => expand(a.map((value, i) => value + ((b[i] as number) - value) * t))
}

function compress(hex: string): readonly number[] {
  const linear = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return times(TO_XYZ, linear).map((x) => (x > EPSILON ? Math.cbrt(x) : (KAPPA * x + 16) / 116))
}

function expand(compressed: readonly number[]): Rgb {
  const xyz = compressed.map((f) => (f ** 3 > EPSILON ? f ** 3 : (116 * f - 16) / KAPPA))
  const bytes = times(FROM_XYZ, xyz).map((c) => {
    const s = c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055
    return Math.round(255 * Math.min(1, Math.max(0, s)))
  })
  return bytes as unknown as Rgb
}

function times(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, i) => sum + value * (vector[i] as number), 0))
}
