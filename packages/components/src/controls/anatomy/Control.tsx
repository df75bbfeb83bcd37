'use client'
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react'
import { useTheme } from '../../color/useTheme'
import type { LessonSettings } from '../../lesson/settings'
import { controlsMessages } from '../../messages/en/controls'
import { Said } from '../../messages/Said'
import type { Sentence } from '../../messages/say'
import { useMessages } from '../../messages/useMessages'
import { useControl } from './useControl'

interface Props extends ComponentPropsWithRef<'div'> {
  /** The setting that it sets. */
  readonly setting: keyof LessonSettings
  readonly heading: string
  /** What it is set to, and what that does, in plain words. */
  readonly says: Sentence
  readonly children: ReactNode
}

/** The box of a control: what it sets, the fields, what it is set to, and whether the run of that is still to come. */
export function Control({ setting, heading, says, children, className, ref, ...rest }: Props) {
  const root = useTheme(ref)
  const messages = useMessages('controls', controlsMessages)
  const { change, set, initial, pending, isChanged } = useControl(setting)
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out beside what follows it
    <div
      {...rest}
      ref={root}
      role="group"
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-says`}
      className={className ? `gf-root gf-control ${className}` : 'gf-root gf-control'}
      data-pending={pending || undefined}
    >
      <div className="gf-control-head">
        <span className="gf-heading" id={`${id}-name`}>
          {heading}
        </span>
        {pending && <span className="gf-stale">{messages.running}</span>}
        {isChanged && (
          <button
            type="button"
            className="gf-button"
            aria-describedby={`${id}-name`}
            onClick={() => set({ [setting]: initial[setting] })}
          >
            {messages.reset}
          </button>
        )}
      </div>
      {change ? (
        <div className="gf-control-fields">{children}</div>
      ) : (
        <fieldset className="gf-control-fields" disabled>
          {children}
        </fieldset>
      )}
      <p className="gf-control-says" dir="auto" id={`${id}-says`}>
        <Said>{change ? says : messages.given}</Said>
      </p>
    </div>
  )
}
