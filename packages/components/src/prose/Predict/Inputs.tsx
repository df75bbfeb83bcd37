'use client'
import { TokenChip } from '../../anatomy/TokenChip'
import type { askMessages } from '../../messages/en/ask'
import { formatProb } from '../../messages/format'
import { Choices } from '../ask/Choices'
import { Field } from '../ask/Field'
import type { Outcome } from './outcome'
import type { Question } from './question'

interface Props {
  readonly question: Question
  /** Whether the token is typed, and not picked. */
  readonly types: boolean
  readonly chosen: number | null
  readonly typed: string
  /** What was answered: from then on nothing changes, and the run's answer is marked. */
  readonly outcome: Outcome | null
  readonly onChange: (change: { readonly chosen: number } | { readonly typed: string }) => void
  readonly tolerance: number
  readonly unit: string | null
  readonly messages: typeof askMessages
}

/** Where the reader answers: a number or a token to be typed, or tokens to pick from. */
export function Inputs({ question, outcome, onChange, messages, ...rest }: Props) {
  const onType = outcome ? null : (typed: string) => onChange({ typed })
  if (question.kind === 'number')
    return (
      <Field
        label={messages.amount}
        unit={rest.unit}
        hint={messages.within({ tolerance: rest.tolerance })}
        numeric
        value={rest.typed}
        onType={onType}
      />
    )
  if (rest.types) return <Field label={messages.typed} hint={messages.typedHint} value={rest.typed} onType={onType} />
  return (
    <Choices
      answers={messages.answers}
      layout="tokens"
      chosen={rest.chosen}
      onChoose={outcome ? null : (chosen) => onChange({ chosen })}
      choices={question.choices.map(({ id, text, said, share }) => ({
        id,
        label: <TokenChip text={text} position={said.position} />,
        ...(outcome && {
          result: formatProb(share),
          right: question.kind === 'key' ? share === question.answer.share : id === question.answer.id,
        }),
      }))}
    />
  )
}
