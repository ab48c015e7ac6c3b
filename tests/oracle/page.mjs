// Opens a page of ours in Chromium and takes steps on it: node page.mjs FILE light|dark '[["click", "button"], …]'.
// Prints what each step gives as a JSON list. Whatever the page wants from outside of itself is refused and noted.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const [file, colorScheme, written] = process.argv.slice(2)

function installed() {
  const places = process.env.PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return places.find(existsSync) ?? '/usr/bin/chromium'
}

const browser = await chromium.launch({ executablePath: installed(), headless: true, args: ['--no-sandbox'] })
const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } })
const troubles = []
const home = pathToFileURL(file).href
page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
page.on('console', (message) => message.type() === 'error' && troubles.push(`console: ${message.text()}`))
page.on('dialog', (dialog) => (troubles.push(`dialog: ${dialog.message()}`), dialog.dismiss()))
await page.route('**/*', (route) => {
  const wanted = route.request().url()
  if (wanted.split('#')[0] === home) return route.continue()
  troubles.push(`request: ${wanted}`)
  return route.abort()
})

const steps = {
  open: (hash = '') => page.goto(home + hash).then(() => null),
  click: (selector) => page.click(selector).then(() => null),
  fill: (selector, text) => page.fill(selector, text).then(() => null),
  select: (selector, value) => page.selectOption(selector, value).then(() => null),
  press: (key) => page.keyboard.press(key).then(() => null),
  count: (selector) => page.locator(selector).count(),
  text: (selector) => page.locator(selector).first().innerText(),
  texts: (selector) => page.locator(selector).allInnerTexts(),
  style: (selector, name) => page.locator(selector).first().evaluate((node, key) => getComputedStyle(node)[key], name),
  hash: () => page.waitForTimeout(400).then(() => new URL(page.url()).hash),
  focused: () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? ''),
  troubles: () => troubles,
  // https://github.com/dequelabs/axe-core: the rules of WCAG 2 that a program can judge
  accessibility: async () => {
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() => globalThis.axe.run())
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 120)}`))
  },
}

const results = []
for (const [step, ...given] of JSON.parse(written)) results.push(await steps[step](...given))
await browser.close()
console.log(JSON.stringify(results))
