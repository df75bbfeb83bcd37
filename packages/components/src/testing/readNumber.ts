/** The number that a text of ours says, as a reader would read it. */
export function readNumber(text: string): number {
  const [mantissa = '', raised = ''] = text.replaceAll('−', '-').split('×10')
  const power = [...raised].map((c) => ('⁰¹²³⁴⁵⁶⁷⁸⁹'.includes(c) ? '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c) : '-')).join('')
  return Number(mantissa) * 10 ** Number(power || 0)
}
