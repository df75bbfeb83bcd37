'use client'
import { countParameters } from '@glassformer/core'
import { type ComponentPropsWithRef, useEffect, useId, useRef } from 'react'
import { LoadFailed } from '../../anatomy/LoadFailed'
import * as check from '../../anatomy/propChecks'
import type { ModelOffer } from '../../lesson/useOffers'
import { modelPickerMessages } from '../../messages/en/modelPicker'
import { formatCount } from '../../messages/format'
import { useErrorText } from '../../messages/useErrorText'
import { useMessages } from '../../messages/useMessages'
import { Control } from '../anatomy/Control'
import { ControlSource } from '../anatomy/ControlSource'
import { useControl } from '../anatomy/useControl'
import { useTeller } from '../anatomy/useTeller'

/** A model to choose. */
export interface PickableModel extends ModelOffer {
  /** The text that it begins with, for a model that reads other texts than the one before. @default the text as it is */
  readonly prompt?: string
}

export interface ModelPickerProps extends Omit<ComponentPropsWithRef<'div'>, 'children'> {
  /**
   * The models to choose from, each with an `id` (for settings and links), a `name`, and a `model`, or `load` that makes or
   * fetches one when it is first chosen. One with neither is the lesson's own, which is otherwise put first.
   */
  models: readonly PickableModel[]
}

const ACCEPTS: check.PropChecks = { models: check.models }

/** Lets the reader choose the model that runs. Shows `data-pending` while it is loaded, or its run computed. */
export function ModelPicker(props: ModelPickerProps) {
  const { models, ...host } = props
  return (
    <ControlSource
      name="ModelPicker"
      accepts={ACCEPTS} // Without any there is nothing to choose, which is said.
      given={{ ...props, models: models ?? null }}
      host={host}
    >
      <View {...host} models={models} />
    </ControlSource>
  )
}

/** The id of the lesson's own model, where the author gave it none. */
const OWN = ''

function View({ models, ...rest }: ModelPickerProps) {
  const messages = useMessages('modelPicker', modelPickerMessages)
  const errorText = useErrorText()
  const { settings, set, own, offers, failure } = useControl('model')
  const id = useId()
  const same = useSame(models)
  const { offer, model } = offers
  useEffect(() => offer(same), [offer, same])
  useTeller('model')
  /** The text of each model as it was last: going back to it finds that again. */
  const texts = useRef(new Map<string, string>())
  const isOwn = (one: PickableModel) => (!one.model && !one.load) || one.model === own
  const all: readonly PickableModel[] = models.some(isOwn) ? models : [{ id: OWN, name: messages.own }, ...models]
  const chosen = all.find((one) => one.id === settings.model) ?? (settings.model === null ? all.find(isOwn) : undefined)
  const choose = (to: string) => {
    const next = all.find((one) => one.id === to)
    if (!next) return
    texts.current.set(chosen?.id ?? OWN, settings.prompt)
    const changesText = next.prompt !== undefined || chosen?.prompt !== undefined
    const prompt = changesText ? (texts.current.get(to) ?? next.prompt) : undefined
    set({ model: isOwn(next) ? null : to, ...(prompt !== undefined && { prompt }) })
  }
  const name = chosen?.name ?? settings.model ?? ''
  const says = () => {
    if (failure?.setting === 'model') return messages.missing(name)
    if (!model) return messages.loading(name)
    const { nLayers, nHeads } = model.config
    return messages.says(name, nLayers, nHeads, formatCount(countParameters(model.config)))
  }
  return (
    <Control {...rest} setting="model" heading={messages.title} says={says()}>
      <div className="gf-field">
        <label htmlFor={id}>{messages.label}</label>
        <select id={id} value={chosen?.id ?? ''} onChange={(event) => choose(event.target.value)}>
          {!chosen && <option value="">{settings.model}</option>}
          {all.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      {failure?.setting === 'model' && failure.again && (
        <LoadFailed again={failure.trying} said={errorText(failure.error)} onAgain={failure.again} />
      )}
    </Control>
  )
}

/** The list as it was first, as long as it says the same: an author writes it in the middle of the page. */
function useSame(models: readonly PickableModel[]): readonly PickableModel[] {
  const last = useRef(models)
  const before = last.current
  const isSame =
    before.length === models.length &&
    before.every(
      (one, i) => one.id === models[i]?.id && one.model === models[i]?.model && !one.load === !models[i]?.load,
    )
  if (!isSame) last.current = models
  return last.current
}
