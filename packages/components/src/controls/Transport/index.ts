export { Transport, type TransportProps } from './Transport'
