import type { TrainingStep } from './types'

/** Who computes the steps: this thread or a worker. */
export interface Stepper {
  /** Resolves when the next step can be taken. */
  ready(): Promise<void>
  /** The next step, at once: the parameters have changed when it returns. */
  take(): TrainingStep
  /** Ends what is left running. */
  close(): void
}
