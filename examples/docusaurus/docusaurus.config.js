export default {
  title: 'Transformers, a course',
  url: 'https://course.example',
  baseUrl: '/',
  onBrokenLinks: 'throw',
  plugins: [['@docusaurus/plugin-content-docs', { routeBasePath: '/', sidebarPath: false }]],
  themes: ['@docusaurus/theme-classic'],
  themeConfig: { colorMode: { respectPrefersColorScheme: false }, navbar: { title: 'Transformers, a course' } },
}
