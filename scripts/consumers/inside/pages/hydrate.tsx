import '@glassformer/components/styles.css'
import './host.css'
import { hydrateRoot } from 'react-dom/client'
import CourseLesson from './CourseLesson'

hydrateRoot(document.getElementById('root') as HTMLElement, <CourseLesson />)
