'use client'
import type { Model } from '@glassformer/core'
import { useEffect, useId, useMemo, useState } from 'react'
import { useLesson, useTyping } from '../../lesson/context'
import { tokensOf } from '../../lesson/tokensOf'
import { controlsMessages } from '../../messages/en/controls'
import { useMessages } from '../../messages/useMessages'

/** The text that the lesson runs on. Half-composed letters are not run; the last good run stays while a text cannot be. */
export function PromptInput() {
  const { handle } = useLesson()
  const { prompt, setPrompt, problem, running, inputs } = useTyping()
  const messages = useMessages('controls', controlsMessages)
  const [composing, setComposing] = useState<string | null>(null)
  const id = useId()
  const { model } = handle.run
  const count = useMemo(() => countOf(model, prompt), [model, prompt])
  useEffect(() => {
    inputs.current++
    return () => {
      inputs.current--
    }
  }, [inputs])
  if (!setPrompt) return null
  return (
    <div className="gf-prompt" data-problem={problem ? '' : undefined}>
      <label htmlFor={id}>{messages.input}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={composing ?? prompt}
        aria-describedby={`${id}-count`}
        aria-invalid={problem ? true : undefined}
        aria-errormessage={problem ? `${id}-problem` : undefined}
        title={messages.inputHint}
        onChange={({ target, nativeEvent }) => {
          if ((nativeEvent as InputEvent).isComposing) setComposing(target.value)
          else setPrompt(target.value)
        }}
        onCompositionEnd={({ currentTarget }) => {
          setComposing(null)
          setPrompt(currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || (problem && !running)) return
          event.preventDefault()
          handle.dispatch({ type: 'reset' })
          handle.dispatch({ type: 'play' })
        }}
      />
      <span id={`${id}-count`} className="gf-prompt-count">
        {model && count !== undefined ? messages.count(count, model.config.nCtx) : ''}
      </span>
      {problem && (
        <p className="gf-problem" id={`${id}-problem`} role="alert">
          {problem.message}
        </p>
      )}
    </div>
  )
}

/** Tokens of a text; `undefined` for one that the tokenizer refuses, which the problem then says. */
function countOf(model: Model | undefined, text: string): number | undefined {
  try {
    return model?.tokenizer && tokensOf(model, text).length
  } catch {
    return undefined
  }
}
