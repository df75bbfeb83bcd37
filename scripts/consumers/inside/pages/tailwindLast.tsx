import '@glassformer/components/styles.css'
import './tailwind.css'
import { mount } from './mount'

mount()
