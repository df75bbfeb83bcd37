export { Together, type TogetherProps } from './Together'
