/** What Size Limit is asked: `npx size-limit`. */
declare const budgets: readonly { readonly name: string; readonly limit: string }[]

// biome-ignore lint/style/noDefaultExport: so Size Limit wants it
export default budgets
