import './host.css'
import { createRoot } from 'react-dom/client'
import CourseLesson from './CourseLesson'

export function mount() {
  createRoot(document.getElementById('root') as HTMLElement).render(<CourseLesson />)
}
