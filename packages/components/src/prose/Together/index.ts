export { Difference, type DifferenceProps } from './Difference'
export { Together, type TogetherProps } from './Together'
