'use client'
import { useMemo, useSyncExternalStore } from 'react'
import { Figure } from '../../anatomy/Figure'
import type { LessonHandle } from '../../lesson/handle'
import { useSelection } from '../../lesson/hooks'
import { proseMessages } from '../../messages/en/prose'
import { togetherMessages } from '../../messages/en/together'
import { Said } from '../../messages/Said'
import { useMessages } from '../../messages/useMessages'
import { hereOf } from '../where'
import { compare } from './compare'
import type { TogetherLead } from './createLead'
import { DifferenceRows } from './DifferenceRows'
import { captionOf, rowsOf, tableOf } from './words'

interface DifferenceFigureProps {
  readonly id: string
  readonly lead: TogetherLead
  readonly common: LessonHandle
  readonly candidates: number
}

/** The difference of lessons, as a figure on the common clock. */
export function DifferenceFigure({ id, lead, common, candidates }: DifferenceFigureProps) {
  const messages = useMessages('together', togetherMessages)
  const prose = useMessages('prose', proseMessages)
  const members = lead.members()
  // What there is to compare changes when a step of one of them is done, and not for the passing of time within one.
  const read = () => members.map(({ lesson }) => momentOf(lesson)).join()
  const moment = useSyncExternalStore(lead.moved.subscribe, read, read)
  const [selection] = useSelection(common)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is compared is of this moment and of what is chosen
  const shown = useMemo(() => {
    const heres = members.map(({ lesson }) => hereOf(lesson))
    const names = members.map((_, i) => messages.letter(i))
    return { names, heres, compared: compare(heres, common.selection.get(), candidates), messages, prose }
  }, [members.map(({ key }) => key).join(), common, moment, selection, candidates, messages, prose])
  if (members.length < 2) return <p className="gf-difference-none">{messages.needsTwo}</p>
  const rows = rowsOf(shown)
  return (
    <Figure
      id={id}
      data-figure="Difference"
      heading={messages.heading}
      caption={<Said>{captionOf(shown)}</Said>}
      {...(rows.length > 0 && { table: tableOf(shown, rows) })}
      about={messages.about}
    >
      <DifferenceRows names={shown.names} rows={rows} messages={messages} />
    </Figure>
  )
}

function momentOf(lesson: LessonHandle): string {
  const [forward, backward] = [lesson.frameOf('forward'), lesson.frameOf('backward')]
  const at = [forward, backward].map((frame) => `${frame?.cue.index}:${frame && frame.progress >= 1}`)
  return [...at, forward?.predicted, forward?.tokensVisible, forward?.attended, lesson.isElsewhere('backward')].join(
    ' ',
  )
}
