'use client'
import type { Model } from '@glassformer/core'
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'

type TextModelModule = typeof import('@glassformer/core/models/text')

let loaded: TextModelModule | undefined

/** Loads the text model once. After it resolves, figures without a model render at once, on the server too. */
export async function preloadTextModel(): Promise<void> {
  loaded = await import('@glassformer/core/models/text')
}

interface WithTextModelProps {
  readonly children: (model: Model, defaultPrompt: string) => ReactNode
  readonly fallback: ReactNode
}

const render = (module: TextModelModule, children: WithTextModelProps['children']) =>
  children(module.loadTextModel(), module.DEFAULT_PROMPT)

const LazyTextModel = lazy(async () => {
  await preloadTextModel()
  const Loaded: ComponentType<Pick<WithTextModelProps, 'children'>> = ({ children }) =>
    loaded ? render(loaded, children) : null
  return { default: Loaded }
})

/** Gives the text model to its children, from its own chunk; suspends until that has come. */
export function WithTextModel({ children, fallback }: WithTextModelProps) {
  // The boundary stands in either case, so that server HTML made after a preload hydrates before the chunk is there.
  return (
    <Suspense fallback={fallback}>
      {loaded ? render(loaded, children) : <LazyTextModel>{children}</LazyTextModel>}
    </Suspense>
  )
}
