/** What a device can do at its very best, as its maker publishes it. */
export interface Device {
  readonly id: string
  readonly name: string
  /** The year it came out. */
  readonly year: number
  /**
   * Peak additions and multiplications per second in matrix products of `dtype` numbers, dense: not the doubled figure that
   * counts zeros skipped by structured sparsity.
   */
  readonly opsPerSecond: number
  readonly dtype: 'float16' | 'bfloat16'
  /** Peak bandwidth of its memory, bytes per second. */
  readonly bytesPerSecond: number
  /** Its memory in bytes, a published GB taken as 10^9. */
  readonly memoryBytes: number
  readonly source: string
  readonly notes?: string
}

export const T4 = {
  id: 't4',
  name: 'NVIDIA T4',
  year: 2018,
  opsPerSecond: 65e12,
  dtype: 'float16',
  bytesPerSecond: 300e9,
  memoryBytes: 16e9,
  source: 'https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/tesla-t4/t4-tensor-core-datasheet-951643.pdf',
  notes: 'The graphics processor of many free notebooks.',
} as const satisfies Device

export const A100_80GB = {
  id: 'a100-80gb',
  name: 'NVIDIA A100 80GB SXM',
  year: 2020,
  opsPerSecond: 312e12,
  dtype: 'bfloat16',
  bytesPerSecond: 2039e9,
  memoryBytes: 80e9,
  source:
    'https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf',
} as const satisfies Device

export const H100_80GB = {
  id: 'h100-80gb',
  name: 'NVIDIA H100 SXM',
  year: 2022,
  opsPerSecond: 989.5e12,
  dtype: 'bfloat16',
  bytesPerSecond: 3350e9,
  memoryBytes: 80e9,
  source: 'https://www.nvidia.com/en-us/data-center/h100/',
  notes: 'Published as 1,979 teraFLOPS with sparsity; dense is half of that.',
} as const satisfies Device

export const RTX_4090 = {
  id: 'rtx-4090',
  name: 'NVIDIA GeForce RTX 4090',
  year: 2022,
  opsPerSecond: 165.2e12,
  dtype: 'bfloat16',
  bytesPerSecond: 1008e9,
  memoryBytes: 24e9,
  source: 'https://images.nvidia.com/aem-dam/Solutions/geforce/ada/nvidia-ada-gpu-architecture.pdf',
  notes: 'With sums in 32 bits; in 16 bits they are twice as fast.',
} as const satisfies Device

export const TPU_V5E = {
  id: 'tpu-v5e',
  name: 'Google Cloud TPU v5e',
  year: 2023,
  opsPerSecond: 197e12,
  dtype: 'bfloat16',
  bytesPerSecond: 819e9,
  memoryBytes: 16e9,
  source: 'https://cloud.google.com/tpu/docs/v5e',
} as const satisfies Device

/**
 * All devices by id. Each is an export of its own too. They are of makers who publish the throughput of 16-bit matrix
 * products and the bandwidth for the same product. Apple, and makers of phones, publish a bandwidth at the most, so none is
 * here: give figures of your own that you measured.
 */
export const DEVICES = {
  t4: T4,
  'a100-80gb': A100_80GB,
  'h100-80gb': H100_80GB,
  'rtx-4090': RTX_4090,
  'tpu-v5e': TPU_V5E,
} as const satisfies Record<string, Device>

export type DeviceId = keyof typeof DEVICES
