/**
 * What is written and not run by any other check: workflows call what there is, links between files lead to files, and no two
 * modules of a folder differ by the case of a letter alone, since some systems and bundlers take them for one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { root } from './lib/root.mjs'

const read = (path) => readFileSync(join(root, path), 'utf8')
const wrong = []

/** What a step runs: npm's own words, or a script of package.json. */
function holdCommand(command, where) {
  const { scripts } = JSON.parse(read('package.json'))
  for (const line of command.trim().split('\n')) {
    const script = /^npm (?:run (\S+)|(test|start))( -- .*)?$/.exec(line)
    const name = script?.[1] ?? script?.[2]
    if (!name)
      wrong.push(
        `${where} runs "${line}", which is no script of package.json: what a workflow does can be done by hand.`,
      )
    else if (!scripts[name]) wrong.push(`${where} runs "${line}", and package.json has no script "${name}".`)
  }
}

/** An action is pinned to a major version or a commit; a workflow of ours is there. */
function holdAction(action, where) {
  if (action.startsWith('./') ? !existsSync(join(root, action)) : !/@(v\d+|[\da-f]{40})$/.test(action))
    wrong.push(`${where} uses ${action}, which is ${action.startsWith('./') ? 'not there' : 'not pinned'}.`)
}

function holdWorkflow(path) {
  const workflow = parse(read(path))
  if (!workflow.permissions) wrong.push(`${path} says no permissions, and so may have all.`)
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const where = `${path}, job ${name},`
    if (job.uses) holdAction(job.uses, where)
    for (const { run, uses, with: inputs = {} } of job.steps ?? []) {
      if (uses) holdAction(uses, where)
      if (uses?.startsWith('changesets/action@'))
        for (const input of ['version', 'publish']) holdCommand(inputs[input], where)
      if (run) holdCommand(run, where)
    }
  }
}

/** Links of Markdown to files, from where they stand. */
function holdLinks(path) {
  const text = read(path).replace(/^```[\s\S]*?^```/gm, '')
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    const file = target.split('#')[0]
    if (!file || /^[a-z]+:|^[?/]/.test(file)) continue
    if (!existsSync(join(root, dirname(path), file)))
      wrong.push(`${path} links to ${target}, and there is no such file.`)
  }
}

function holdNames(paths) {
  const known = new Map()
  for (const path of paths.filter((one) => /\.tsx?$/.test(one) && !one.includes('/dist/'))) {
    const module = path.replace(/\.tsx?$/, '')
    const same = known.get(module.toLowerCase())
    if (same && same !== module) wrong.push(`${path} and ${same} differ by case alone.`)
    known.set(module.toLowerCase(), module)
  }
}

const within = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('node_modules'))
    .map((name) => join(folder, name))

const workflows = within('.github/workflows').filter((path) => /\.ya?ml$/.test(path))
const texts = ['README.md', 'CONTRIBUTING.md', ...['docs', 'examples', 'packages', 'stories'].flatMap(within)].filter(
  (path) => /\.mdx?$/.test(path),
)
for (const path of workflows) holdWorkflow(path)
for (const path of texts) holdLinks(path)
holdNames(['docs', 'packages', 'stories'].flatMap(within))
if (workflows.length < 3 || texts.length < 20)
  wrong.push(`Only ${workflows.length} workflows and ${texts.length} texts were found.`)
if (wrong.length > 0) throw new Error(wrong.join('\n'))
console.log(`${workflows.length} workflows and ${texts.length} texts hold together.`)
