/**
 * Some browsers remember for ever that a module did not arrive. Their message names its address, though, and at another
 * one (with a question at its end) they fetch it afresh.
 */
export async function importAgain<T extends object>(
  load: () => Promise<T>,
  attempt: number,
  isWhole: (module: Partial<T>) => boolean,
): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const address = /https?:\/\/\S+/.exec(String((error as Error)?.message))?.[0]
    if (!address) throw error
    const fresh = `${address}${address.includes('?') ? '&' : '?'}again=${attempt}`
    const module: Partial<T> = await import(/* webpackIgnore: true */ /* @vite-ignore */ fresh)
    if (!isWhole(module)) throw error
    return module as T
  }
}
