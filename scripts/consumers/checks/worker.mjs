/** A page that trains with `worker: true`, built from the installed package: its worker's file must have come along. */
export async function check({ browser, pages }) {
  await browser.page(async (page) => {
    await page.goto(`${pages.origin}/training.html`)
    await page.waitForFunction(() => document.title !== '')
    const said = await page.title()
    if (said !== 'same bits') throw new Error(`Training in a worker of a built site: ${said}`)
  })
}
