/** What is loaded when a number is first opened: the panel, the mathematics, and what explains a number. */
export { Panel } from './Panel'
