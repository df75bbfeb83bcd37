/** Names in the order of how many letters must be changed, put in or taken out to get to them from `name`. */
export function nearest(name: string, names: Iterable<string>): string[] {
  const far = (other: string) => {
    let row = Array.from({ length: other.length + 1 }, (_, i) => i)
    for (const letter of name) {
      const next = [row[0]! + 1]
      for (let i = 1; i <= other.length; i++)
        next[i] = Math.min(row[i]! + 1, next[i - 1]! + 1, row[i - 1]! + (other[i - 1] === letter ? 0 : 1))
      row = next
    }
    return row[other.length]!
  }
  return Array.from(names, (other) => [far(other), other] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, other]) => other)
}
