'use client'
import { tokenText } from '@glassformer/core'
import { type ComponentPropsWithRef, useRef, useState } from 'react'
import {
  Figure,
  FigureError,
  FigureSource,
  type FigureSourceProps,
  PromptInput,
  Said,
  tokenNames,
  useFigureRun,
  useFrameValue,
  useLesson,
  usePinned,
  useSelection,
  useTyping,
} from '../../kit'
import { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { useMessages } from '../../messages/useMessages'
import { CandidateList } from './CandidateList'
import { Column } from './Column'
import { boundsOf, candidateRows, candidateSlots, type PipelineTrace, stagesOf } from './data'
import { drawsOf, filtersOf } from './draw'
import { Flight } from './Flight'
import { Legend } from './Legend'
import { focusPosition } from './state'
import { TokenLine } from './TokenLine'
import { captionOf, type Pointed, readoutOf, type Shown, tableOf } from './words'

/**
 * The rest goes to the `<figure>`, which shows as attributes: `data-cue`, the cue at work (`idle`, `prefill`, `embed`,
 * `project`, `write`, `read`, `attend`, `mlp`, `sample`), and `data-step`, the step of the generation, 0 for the prefill.
 * Each token has `data-state` (`done`, `current`, `queue`), `data-new` if it was generated and `data-selected`.
 */
export interface TokenPipelineProps
  extends FigureSourceProps,
    Omit<ComponentPropsWithRef<'figure'>, keyof FigureSourceProps | 'children' | 'title' | 'about'> {}

const ACCEPTS = {}

/** Text in, tokens, the column of blocks, candidates out; the chosen one joins the text. */
export function TokenPipeline(props: TokenPipelineProps) {
  const { trace, model, prompt, defaultTime, ...rest } = props
  const { title } = useMessages('tokenPipeline', tokenPipelineMessages)
  return (
    <FigureSource name="TokenPipeline" heading={title} accepts={ACCEPTS} given={props}>
      <TokenPipelineView {...rest} />
    </FigureSource>
  )
}

function TokenPipelineView({ className, ...rest }: Omit<TokenPipelineProps, keyof FigureSourceProps>) {
  const { handle: lesson, problem } = useLesson()
  const { setPrompt } = useTyping()
  const messages = useMessages('tokenPipeline', tokenPipelineMessages)
  const run = useFigureRun({ name: 'TokenPipeline', kind: 'forward', wanted: messages.wanted, read: pipelineOf })
  const predicted = useFrameValue(lesson, 'forward', (now) => now?.predicted ?? 0)
  const [selection, actions] = useSelection(lesson)
  const pinned = usePinned(lesson)
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const figure = {
    ...rest,
    className: className ? `gf-token-pipeline ${className}` : 'gf-token-pipeline',
    heading: messages.title,
    ownProblem: true,
  }
  if (run.refusal) {
    if (!setPrompt || run.refusal !== problem) return <FigureError name="TokenPipeline" error={run.refusal} />
    // A text that cannot be run is mended where it is typed: the input stays when the run comes.
    return (
      <Figure {...figure} caption={messages.nothing}>
        <PromptInput />
      </Figure>
    )
  }
  const { trace, frame } = run
  const { scene, nameAt, slots, draws } = run.data
  const { model } = run.run
  const { cue, progress } = frame
  const generates = trace.kind === 'generation'
  const textOf = (id: number) =>
    model ? tokenText(model, id) : (trace.tokens.find((token) => token.id === id)?.text ?? `#${id}`)
  const position = focusPosition(frame, scene.promptLength, selection.position)
  const asked = generates ? Math.max(cue.to, scene.promptLength) - 1 : position
  const rows = predicted > asked ? candidateRows(trace, { step: cue.step, position: asked }, textOf) : []
  const choosing = generates && cue.kind === 'sample' && progress < 1
  const landing = choosing ? (rows.find((row) => row.chosen) ?? null) : null
  const shown: Shown = {
    trace,
    frame,
    stages: scene.stages,
    messages,
    nameAt,
    textOf,
    rows,
    draw: (rows.length > 0 && draws?.[cue.step]) || null,
    asked,
    position,
    predicted,
  }
  const filters = draws && filtersOf(draws)
  const readout = readoutOf(shown, pointed, selection.position)
  const clear = () => {
    actions.pin(null)
    actions.hover(null)
    setPointed(null)
  }
  return (
    <Figure
      {...figure}
      data-cue={cue.kind}
      data-step={cue.step}
      caption={<Said>{captionOf(shown)}</Said>}
      readout={readout && <Said>{readout}</Said>}
      hint={messages.hint}
      legend={<Legend messages={messages} filters={Boolean(filters?.length)} />}
      terms={[...messages.terms(trace.config.norm), ...(filters ? messages.draw.terms(filters) : [])]}
      table={tableOf(shown)}
      about={messages.about}
      trace={trace}
      onClear={clear}
    >
      <PromptInput />
      <div className="gf-pipe" ref={box}>
        <TokenLine
          {...actions}
          shown={shown}
          promptLength={scene.promptLength}
          selection={selection}
          pinned={pinned.position}
          landing={landing}
        />
        <div className="gf-pipe-body">
          <p className="gf-pipe-vector">
            <Said>{messages.vector({ token: { token: nameAt(position).token }, position })}</Said>
          </p>
          <Column
            lesson={lesson}
            shown={shown}
            scene={scene}
            selection={selection}
            actions={actions}
            pointed={pointed}
            onPoint={setPointed}
            onClear={clear}
          />
          <CandidateList
            lesson={lesson}
            shown={shown}
            slots={slots}
            filters={filters}
            actions={actions}
            heading={generates ? messages.candidates : messages.candidatesAt(asked)}
            onPoint={setPointed}
          />
        </div>
        {landing && <Flight lesson={lesson} token={landing} box={box} />}
      </div>
    </Figure>
  )
}

/** What stays while the trace does. */
function pipelineOf(trace: PipelineTrace) {
  const stages = stagesOf(trace.config.nLayers)
  const promptLength = trace.kind === 'generation' ? trace.promptLength : trace.tokens.length
  return {
    scene: { trace, stages, bounds: boundsOf(trace, stages), promptLength },
    nameAt: tokenNames(trace.tokens),
    slots: candidateSlots(trace),
    draws: drawsOf(trace),
  }
}
