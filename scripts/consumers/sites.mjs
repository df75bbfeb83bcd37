/**
 * The sites in `examples`, and what a check must know of each: where its build lies, and the page that holds the lesson.
 * Those that take longest stand first.
 */

/** Words of the author that stand in the lessons, before, between and after figures. */
const prose = [
  'Type a few words below.',
  'weights that add up to one',
  'each new token adds one column',
  'gradient back down',
]

export const sites = [
  { name: 'vite-react', output: 'dist', page: '/', onServer: false, prose: [] },
  { name: 'docusaurus', output: 'build', page: '/', onServer: true, prose },
  { name: 'next-app', output: 'out', page: '/', onServer: true, prose },
  { name: 'astro', output: 'dist', page: '/', onServer: true, prose },
  { name: 'vite-react-18', output: 'dist', page: '/', onServer: false, prose },
]

/**
 * Where a check finds a lesson with its author's prose: in the site itself, or, where it shows the README's lesson, which has none, on a
 * page beside it.
 */
export function lessonOf({ site, served, pages }) {
  if (site.prose.length > 0) return { origin: served.origin, path: site.page, output: site.output, prose }
  return { origin: pages.origin, path: '/plain.html', output: 'pages/dist', prose }
}
