export { Check, type CheckChoice, type CheckProps } from './Check'
