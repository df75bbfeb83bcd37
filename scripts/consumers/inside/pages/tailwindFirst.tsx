import './tailwind.css'
import '@glassformer/components/styles.css'
import { mount } from './mount'

mount()
