export { type AdamW, type AdamWOptions, createAdamW } from './adamw'
export { clipGradients } from './clip'
export { runTraining } from './loop'
export { type CosineOptions, cosineSchedule, type Schedule } from './schedule'
