'use client'
import { useContext, useId, useRef, useSyncExternalStore } from 'react'
import { useLessonContext } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { useLiveEffect } from '../../lesson/useLiveEffect'
import { togetherMessages } from '../../messages/en/together'
import { useMessages } from '../../messages/useMessages'
import { LeadContext } from './context'
import type { TogetherLead } from './createLead'

interface MemberProps {
  readonly lesson: LessonHandle
  readonly name: string | undefined
}

/** What each lesson of a `Together` renders first: it enters the lesson among the others, and says its name. */
export function Member(props: MemberProps) {
  const lead = useContext(LeadContext)
  return lead && <Entered {...props} lead={lead} />
}

function Entered({ lesson, name, lead }: MemberProps & { readonly lead: TogetherLead }) {
  const key = useId()
  const node = useRef<HTMLParagraphElement>(null)
  lead.enter({ key, lesson, name })
  useLiveEffect(() => {
    if (node.current) return lead.join({ key, lesson, name }, node.current)
  }, [lead, key, lesson, name])
  const messages = useMessages('together', togetherMessages)
  const place = () => lead.members().findIndex((member) => member.key === key)
  const index = useSyncExternalStore(lead.version.subscribe, place, place)
  return (
    <p ref={node} className="gf-together-name">
      <b className="gf-together-letter">{messages.letter(index)}</b>
      {name !== undefined && <span>{name}</span>}
      <Rests lesson={lesson} lead={lead} />
    </p>
  )
}

function Rests({ lesson, lead }: { readonly lesson: LessonHandle; readonly lead: TogetherLead }) {
  const { rests } = useMessages('together', togetherMessages)
  const waiting = useLessonContext()?.waiting === true
  const read = () => lead.rests(lesson)
  const resting = useSyncExternalStore(lead.moved.subscribe, read, read)
  return resting && !waiting ? <span className="gf-together-rests">{rests}</span> : null
}
