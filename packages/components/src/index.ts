export { type LessonHandle, type LessonRun } from './lesson/handle'
export { Lesson, type LessonProps } from './lesson/Lesson'
export { preloadTextModel } from './lesson/defaultModel'
export { Transport, type TransportProps } from './Transport'
