export { Part, type PartProps } from './Part'
