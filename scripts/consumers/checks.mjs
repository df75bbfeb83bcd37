/** What the sites are held to, in this order. `on` says which of them a check is for. */
import { check as allParts } from './checks/allParts.mjs'
import { check as apart } from './checks/apart.mjs'
import { check as csp } from './checks/csp.mjs'
import { check as guest } from './checks/guest.mjs'
import { check as hosts } from './checks/hosts.mjs'
import { check as lostModel } from './checks/lostModel.mjs'
import { check as numbers } from './checks/numbers.mjs'
import { check as ownFigure } from './checks/ownFigure.mjs'
import { check as print } from './checks/print.mjs'
import { check as questions } from './checks/questions.mjs'
import { check as saved } from './checks/saved.mjs'
import { check as server } from './checks/server.mjs'
import { check as slowModel } from './checks/slowModel.mjs'
import { check as theme } from './checks/theme.mjs'
import { check as types } from './checks/types.mjs'
import { check as typing } from './checks/typing.mjs'
import { check as withoutScripts } from './checks/withoutScripts.mjs'
import { check as worker } from './checks/worker.mjs'

const every = () => true
const rendered = ({ onServer }) => onServer
const only =
  (...names) =>
  ({ name }) =>
    names.includes(name)

export const checks = [
  { name: 'scripts-off', check: withoutScripts, on: rendered },
  { name: 'numbers', check: numbers, on: every },
  { name: 'typing', check: typing, on: only('vite-react', 'vite-react-18'), awaited: true },
  { name: 'server', check: server, on: only('vite-react', 'vite-react-18') },
  { name: 'types', check: types, on: only('vite-react', 'vite-react-18') },
  { name: 'worker', check: worker, on: only('vite-react') },
  { name: 'guest', check: guest, on: only('vite-react', 'docusaurus', 'next-app', 'astro') },
  { name: 'hosts', check: hosts, on: only('vite-react') },
  { name: 'theme', check: theme, on: only('vite-react', 'docusaurus') },
  { name: 'csp', check: csp, on: only('vite-react') },
  { name: 'slow-model', check: slowModel, on: every },
  { name: 'lost-model', check: lostModel, on: every },
  { name: 'print', check: print, on: only('vite-react', 'docusaurus') },
  { name: 'saved', check: saved, on: only('vite-react', 'docusaurus') },
  { name: 'own-figure', check: ownFigure, on: only('docusaurus') },
  { name: 'all-parts', check: allParts, on: only('docusaurus', 'next-app') },
  { name: 'questions', check: questions, on: only('docusaurus') },
  { name: 'apart', check: apart, on: only('astro') },
]
