import '@glassformer/components/styles.css'
import { hydrateRoot } from 'react-dom/client'
import { LessonPage } from './lessonPage'

const root = document.getElementById('root') as HTMLElement
const problems: string[] = []
hydrateRoot(root, <LessonPage theme={root.dataset.theme as 'dark' | 'light'} />, {
  onRecoverableError: (error) => problems.push(String(error)),
})
Object.assign(window, { problems })
