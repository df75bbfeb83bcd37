import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)
// What is waited for in a page comes late where the machine is busy.
configure({ asyncUtilTimeout: 10_000 })
