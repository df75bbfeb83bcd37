'use client'
import { FAULTS, type Fault } from '@glassformer/core'
import type { ComponentPropsWithRef } from 'react'
import * as check from '../../anatomy/propChecks'
import { faultPickerMessages } from '../../messages/en/faultPicker'
import { useMessages } from '../../messages/useMessages'
import { Choices } from '../anatomy/Choices'
import { Control } from '../anatomy/Control'
import { ControlSource } from '../anatomy/ControlSource'
import { useControl } from '../anatomy/useControl'

export interface FaultPickerProps extends Omit<ComponentPropsWithRef<'div'>, 'children'> {
  /** The mistakes offered. @default all that the core knows */
  faults?: readonly Fault[]
}

const ACCEPTS: check.PropChecks = { faults: check.listOf(...FAULTS) }

/** Lets the reader run the model with a mistake made on purpose. Shows `data-pending` while that run is computed. */
export function FaultPicker(props: FaultPickerProps) {
  const { faults, ...host } = props
  return (
    <ControlSource name="FaultPicker" accepts={ACCEPTS} given={props} host={host}>
      <View {...host} faults={faults ?? FAULTS} />
    </ControlSource>
  )
}

function View({ faults, ...rest }: FaultPickerProps & { faults: readonly Fault[] }) {
  const { settings, set } = useControl('fault')
  const messages = useMessages('faultPicker', faultPickerMessages)
  const { fault } = settings
  const offered = fault && !faults.includes(fault) ? [...faults, fault] : faults
  return (
    <Control
      {...rest}
      setting="fault"
      heading={messages.title}
      says={fault ? messages.says(messages.faults[fault]) : messages.saysNone}
    >
      <Choices<Fault | 'none'>
        value={fault ?? 'none'}
        onChange={(value) => set({ fault: value === 'none' ? null : value })}
        options={[
          { value: 'none', label: messages.none, about: messages.noneAbout },
          ...offered.map((one) => ({ value: one, label: messages.faults[one], about: messages.abouts[one] })),
        ]}
      />
    </Control>
  )
}
