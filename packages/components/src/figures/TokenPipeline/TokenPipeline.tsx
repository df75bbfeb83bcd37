'use client'
import { GlassformerError, tokenText } from '@glassformer/core'
import { type ComponentPropsWithRef, useMemo, useRef, useState } from 'react'
import { Figure } from '../../anatomy/Figure'
import { FigureError } from '../../anatomy/FigureError'
import { FigureSource, type FigureSourceProps } from '../../anatomy/FigureSource'
import { useLesson } from '../../lesson/context'
import { useFrame, useFrameValue, useSelection } from '../../lesson/hooks'
import { figureMessages } from '../../messages/en/figure'
import { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { formatShort, visibleToken } from '../../messages/format'
import { useMessages } from '../../messages/useMessages'
import { CandidateList } from './CandidateList'
import { Column, type ColumnCell } from './Column'
import { captionOf } from './caption'
import { Flight } from './Flight'
import { Legend } from './Legend'
import { PromptInput } from './PromptInput'
import { Readout } from './Readout'
import { TokenLine } from './TokenLine'
import { focusPosition, stagesOf } from './tokenPipeline.geometry'
import { boundsOf, candidateRows, candidateSlots } from './tokenPipeline.values'

/**
 * The rest goes to the `<figure>`, which shows as attributes: `data-cue`, the cue at work (`idle`, `prefill`, `embed`,
 * `project`, `write`, `read`, `attend`, `mlp`, `sample`), and `data-step`, the step of the generation, 0 for the prefill.
 * Each token has `data-state` (`done`, `current`, `queue`), `data-new` if it was generated and `data-selected`.
 */
export interface TokenPipelineProps
  extends FigureSourceProps,
    Omit<ComponentPropsWithRef<'figure'>, keyof FigureSourceProps | 'children' | 'title' | 'about'> {}

/** Text in, tokens, the column of blocks, candidates out; the chosen one joins the text. */
export function TokenPipeline({ trace, model, prompt, defaultTime, ...rest }: TokenPipelineProps) {
  return (
    <FigureSource name="TokenPipeline" trace={trace} model={model} prompt={prompt} defaultTime={defaultTime}>
      <TokenPipelineView {...rest} />
    </FigureSource>
  )
}

function TokenPipelineView({ className, ...rest }: Omit<TokenPipelineProps, keyof FigureSourceProps>) {
  const { handle } = useLesson()
  const { generation, forward, backward, model } = handle.run
  const messages = useMessages('tokenPipeline', tokenPipelineMessages)
  const figure = useMessages('figure', figureMessages)
  const frame = useFrame(handle, 'forward')
  const predicted = useFrameValue(handle, 'forward', (now) => now?.predicted ?? 0)
  const [selection, actions] = useSelection(handle)
  const [pointed, setPointed] = useState<ColumnCell | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const trace = generation ?? forward
  const stages = useMemo(() => stagesOf(trace?.config.nLayers ?? 0), [trace])
  const scale = useMemo(() => trace && boundsOf(trace, stages), [trace, stages])
  const name = className ? `gf-token-pipeline ${className}` : 'gf-token-pipeline'

  if (!trace && backward) {
    const message = figure.wrongTrace('TokenPipeline', messages.wanted, backward.kind)
    return <FigureError name="TokenPipeline" error={new GlassformerError('bad-trace', message)} />
  }
  if (!trace || !frame || !scale)
    return (
      <Figure {...rest} className={name} heading={messages.title} caption={messages.nothing} ownProblem>
        <PromptInput />
      </Figure>
    )

  const { cue, progress } = frame
  const promptLength = generation?.promptLength ?? trace.tokens.length
  const textOf = (id: number) =>
    model ? tokenText(model, id) : (trace.tokens.find((token) => token.id === id)?.text ?? `#${id}`)
  const position = focusPosition(frame, promptLength, selection.position)
  const asked = generation ? Math.max(cue.to, promptLength) - 1 : position
  const candidates = candidateRows(trace, { step: cue.step, position: asked }, textOf)
  const rows = predicted > asked ? candidates : []
  const choosing = generation && cue.kind === 'sample' && progress < 1 && rows.length > 0
  const landing = choosing ? (rows.find((row) => row.chosen) ?? null) : null
  const focused = visibleToken(trace.tokens[position]?.text ?? '')
  const vector = messages.vector(focused, position)

  return (
    <Figure
      {...rest}
      className={name}
      data-cue={cue.kind}
      data-step={cue.step}
      heading={messages.title}
      caption={captionOf(messages, trace, frame, rows, asked)}
      readout={
        <Readout
          trace={trace}
          frame={frame}
          predicted={predicted}
          position={selection.position}
          focus={position}
          stage={pointed ? stages[pointed.stage] : undefined}
          cell={pointed?.cell ?? 0}
          textOf={textOf}
        />
      }
      legend={<Legend scale={scale} />}
      table={{
        caption: messages.tableCaption,
        columns: messages.tableColumns,
        rows: () =>
          candidates.map(({ text, id, chosen, logit, prob }) => [
            visibleToken(text),
            id,
            chosen ? messages.yes : messages.no,
            formatShort(logit, 4),
            prob.toFixed(4),
          ]),
      }}
      about={messages.about}
      trace={trace}
      ownProblem
    >
      <PromptInput />
      <div className="gf-pipe" ref={box}>
        <TokenLine
          {...actions}
          tokens={trace.tokens}
          promptLength={promptLength}
          frame={frame}
          selection={selection}
          landing={landing}
        />
        <div className="gf-pipe-body">
          <p className="gf-pipe-vector">
            {vector.before}
            <em>{focused}</em>
            {vector.after}
          </p>
          <Column
            {...actions}
            lesson={handle}
            trace={trace}
            stages={stages}
            bounds={scale}
            promptLength={promptLength}
            selection={selection}
            pointed={pointed}
            onPoint={setPointed}
          />
          <CandidateList
            lesson={handle}
            rows={rows}
            slots={candidateSlots(trace)}
            heading={generation ? messages.candidates : messages.candidatesAt(asked)}
          />
        </div>
        {landing && <Flight lesson={handle} token={landing} box={box} />}
      </div>
    </Figure>
  )
}
