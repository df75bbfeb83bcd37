'use client'
import { type ComponentPropsWithRef, useState } from 'react'
import * as check from '../../anatomy/propChecks'
import { promptPickerMessages } from '../../messages/en/promptPicker'
import { useMessages } from '../../messages/useMessages'
import { Control } from '../anatomy/Control'
import { ControlSource } from '../anatomy/ControlSource'
import { useControl } from '../anatomy/useControl'
import { PromptInput } from '../PromptInput/PromptInput'

/** A text to start from, with what its button says. */
export interface NamedPrompt {
  readonly text: string
  /** @default the text */
  readonly name?: string
}

export interface PromptPickerProps extends Omit<ComponentPropsWithRef<'div'>, 'children'> {
  /** Texts to start from. @default none */
  prompts?: readonly (string | NamedPrompt)[]
  /** Whether any text can be typed. @default true */
  freeText?: boolean
}

const ACCEPTS: check.PropChecks = { prompts: check.prompts, freeText: check.yesOrNo }

/** Lets the reader choose the text that the model runs on, or type one. Shows `data-pending` while its run is computed. */
export function PromptPicker(props: PromptPickerProps) {
  const { prompts, freeText, ...host } = props
  return (
    <ControlSource name="PromptPicker" accepts={ACCEPTS} given={props} host={host}>
      <View {...host} prompts={prompts ?? []} freeText={freeText ?? true} />
    </ControlSource>
  )
}

function View({ prompts = [], freeText, ...rest }: PromptPickerProps) {
  const messages = useMessages('promptPicker', promptPickerMessages)
  const { settings, set, change } = useControl('prompt')
  const all = prompts.map((one): NamedPrompt => (typeof one === 'string' ? { text: one } : one))
  const { prompt } = settings
  const isOffered = all.some(({ text }) => text === prompt)
  /** What the reader typed is not lost by choosing another. */
  const [typed, setTyped] = useState<string | null>(null)
  if (!isOffered && prompt !== '' && prompt !== typed) setTyped(prompt)
  const own = isOffered && typed !== null ? [{ text: typed, name: messages.own(typed) }] : []
  return (
    <Control {...rest} setting="prompt" heading={messages.title} says={messages.says}>
      {all.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row in every browser
        <div role="group" aria-label={messages.examples} className="gf-prompts">
          {[...all, ...own].map(({ text, name }) => (
            <button
              key={text}
              type="button"
              className="gf-button"
              aria-pressed={text === prompt}
              dir="auto"
              title={text}
              onClick={() => set({ prompt: text })}
            >
              {/* Cut by its style, so that it is heard whole, once. */}
              <span>{name ?? text}</span>
            </button>
          ))}
        </div>
      )}
      {freeText && change && <PromptInput />}
    </Control>
  )
}
