export { TokenPipeline, type TokenPipelineProps } from './TokenPipeline'
