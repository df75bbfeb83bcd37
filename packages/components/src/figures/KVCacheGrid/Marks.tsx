'use client'
import { type CSSProperties, useRef } from 'react'
import { type LessonHandle, rem, useFollow, useFrame } from '../../kit'
import type { CacheView } from './data'
import type { Band, Shelf } from './geometry'
import { evictionsIn, goneFrom } from './state'

interface MarksProps {
  readonly lesson: LessonHandle
  readonly view: CacheView
  readonly shelf: Shelf
}

/** What a policy did with whole columns: a frame around those of another request, hatching over the places of those that are gone. */
export function Marks({ lesson, view, shelf }: MarksProps) {
  const box = useRef<HTMLDivElement>(null)
  useFrame(lesson, 'forward')
  useFollow(lesson, 'forward', ({ frame }) => {
    if (!frame) return
    for (const node of box.current?.querySelectorAll<HTMLElement>('[data-leaving]') ?? []) {
      const { layer, leaving } = node.dataset
      const opacity = String(goneFrom(view, frame, Number(layer), Number(leaving)))
      if (node.style.opacity !== opacity) node.style.opacity = opacity
    }
  })
  const frame = lesson.frameOf('forward')
  const shared = view.keeping?.shared ?? 0
  if (!frame || !view.keeping) return null
  return (
    <div ref={box} className="gf-kv-marks" aria-hidden="true">
      {shelf.bands.flatMap((band) => [
        ...(shared > 0
          ? [<span key={`${band.layer} shared`} className="gf-kv-shared" style={over(band, 0, shared)} />]
          : []),
        ...evictionsIn(view, frame, band.layer).map(({ from, to, leaving }) => (
          <span
            key={`${band.layer} ${from}`}
            className="gf-kv-gone"
            data-layer={band.layer}
            data-leaving={leaving ? from : undefined}
            style={{
              ...over(band, from, to),
              opacity: leaving ? goneFrom(view, frame, band.layer, from) : 1,
            }}
          />
        )),
      ])}
    </div>
  )
}

/** Where some columns of a layer are. */
function over({ top, height }: Band, from: number, to: number): CSSProperties {
  return {
    insetBlockStart: rem(top),
    blockSize: rem(height),
    left: `calc(var(--gf-kv-col) * ${from})`,
    width: `calc(var(--gf-kv-col) * ${to - from})`,
  }
}
