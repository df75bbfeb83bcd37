import '@glassformer/components/styles.css'
import './reset.css'
import { mount } from './mount'

mount()
