/** The run that a figure shows, and the lesson around it. */
export { FigureError } from '../anatomy/FigureError'
export { FigureSource, type FigureSourceProps } from '../anatomy/FigureSource'
export type { PropCheck, PropChecks } from '../anatomy/propChecks'
export { type FigureNeeds, type FigureRun, type TraceOfKind, useFigureRun } from '../anatomy/useFigureRun'
export { type LessonContextValue, type Typing, useLesson, useTyping } from '../lesson/context'
export type { LessonHandle, LessonRun, RunKind } from '../lesson/handle'
export { tokensOf } from '../lesson/tokensOf'
export { check } from './check'
