export { During, type DuringProps } from './During'
