/** Runs under Node: the lesson as a server without streaming renders it. */
import { preloadTextModel } from '@glassformer/components'
import { renderToString } from 'react-dom/server'
import CourseLesson from './CourseLesson'

await preloadTextModel()
export const html = renderToString(<CourseLesson />)
