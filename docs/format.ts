/** How the guides write numbers. */

export const whole = (value: number) => value.toLocaleString('en')

/** Three digits, a true minus, and as few of them as needed: 0.0123, 12.3, −4.5. */
export const digits = (value: number, count = 3) => `${Number(value.toPrecision(count))}`.replace('-', '−')

export const percent = (value: number) => `${(100 * value).toFixed(1)}%`
