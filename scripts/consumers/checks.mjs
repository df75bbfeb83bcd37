/** What the sites are held to, in this order. `on` says which of them a check is for. */
import { check as numbers } from './checks/numbers.mjs'
import { check as server } from './checks/server.mjs'
import { check as types } from './checks/types.mjs'
import { check as withoutScripts } from './checks/withoutScripts.mjs'
import { check as worker } from './checks/worker.mjs'

const every = () => true
const rendered = ({ onServer }) => onServer
const main = ({ name }) => name === 'vite-react'

export const checks = [
  { name: 'scripts-off', check: withoutScripts, on: rendered, awaited: true },
  { name: 'numbers', check: numbers, on: every },
  { name: 'server', check: server, on: ({ name }) => name.startsWith('vite') },
  { name: 'types', check: types, on: ({ name }) => name.startsWith('vite') },
  { name: 'worker', check: worker, on: main },
]
