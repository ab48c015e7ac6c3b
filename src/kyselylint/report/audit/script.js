// The list of places: what is shown of it is drawn in portions, so that a large project costs no more than a small one.
'use strict'
const PORTION = 150
const data = JSON.parse(document.getElementById('data').textContent)
const places = data.places.map((values) => Object.fromEntries(data.keys.map((key, at) => [key, values[at]])))
for (const place of places) {
  place.path = data.paths[place.path]
  place.sql = data.sql[place.sql]
  place.reason = `${place.verdict}: ${place.why.replace(/`[^`]*`/g, '…')}`
  place.text = [`${place.path}:${place.line}`, place.function, place.category, place.why, ...place.rules, place.sql].join('\n').toLowerCase()
}
const all = (selector) => [...document.querySelectorAll(selector)]
const one = (selector) => document.querySelector(selector)
const filters = one('.filters'), list = one('.list'), further = one('.further'), count = one('.count')
const tiles = all('.tiles button'), cells = all('.matrix button')
const chosen = new Set()
const fields = ['table', 'operation', 'reason', 'text'].map((name) => filters.elements[name])
let found = [], drawn = 0, later = 0

function matches(place) {
  const { text, table, operation, reason } = filters.elements
  return (
    (!chosen.size || chosen.has(place.verdict)) &&
    (!table.value || place.table === table.value) &&
    (!operation.value || place.operation === operation.value) &&
    (!reason.value || place.reason === reason.value) &&
    (!text.value || place.text.includes(text.value.toLowerCase()))
  )
}

function update() {
  const { table, operation } = filters.elements
  found = places.filter(matches)
  for (const tile of tiles) tile.setAttribute('aria-pressed', chosen.has(tile.dataset.verdict))
  for (const cell of cells) {
    const same = cell.dataset.table === table.value && (cell.dataset.operation ?? '') === operation.value
    cell.setAttribute('aria-pressed', same)
  }
  const said = found.length === places.length ? 'All' : `${found.length.toLocaleString('en')} of`
  count.textContent = `${said} ${places.length.toLocaleString('en')} places`
  list.replaceChildren()
  drawn = 0
  draw()
  clearTimeout(later)
  later = setTimeout(remember, 300)
}

// The filters go into the address, so that a view can be sent to somebody; not at every key, which Safari forbids.
function remember() {
  const state = [['verdict', [...chosen].join(',')], ...fields.map(({ name, value }) => [name, value])]
  const hash = new URLSearchParams(state.filter(([, value]) => value)).toString()
  history.replaceState(null, '', hash ? `#${hash}` : location.pathname + location.search)
}

function draw(until = drawn + PORTION) {
  list.append(...found.slice(drawn, until).map(article))
  drawn = Math.min(until, found.length)
  further.hidden = drawn === found.length
  further.textContent = `Show more (${(found.length - drawn).toLocaleString('en')} left)`
}

function article(place) {
  const root = element('article', place.verdict)
  root.append(element('div', 'verdict', place.verdict))
  const left = element('div', 'what')
  left.append(`${place.operation} `, element('code', '', place.table), place.detail)
  const where = element('div', 'where')
  where.append(...breakable(`${place.path}:${place.line}:${place.column}`))
  left.append(where)
  if (place.function) left.append(element('div', 'where', place.function))
  const right = element('div', 'why')
  right.append(...marked(place.why))
  if (place.help) {
    const help = element('div', 'help')
    help.append(...marked(place.help))
    right.append(help)
  }
  if (place.rules.length) right.append(element('div', 'rules', place.rules.join(', ')))
  const details = element('details', ''), summary = element('summary', '', 'SQL')
  details.append(summary, element('div', 'sql', place.sql))
  right.append(details)
  root.append(left, right)
  return root
}

function element(name, kind, text) {
  const made = document.createElement(name)
  if (kind) made.className = kind
  if (text !== undefined) made.textContent = text
  return made
}

// A path that may be broken after each folder.
function breakable(path) {
  return path.split(/(?<=\/)/).flatMap((part) => [part, element('wbr')])
}

// `names` in a sentence, as code.
function marked(text) {
  return text.split('`').map((part, at) => (at % 2 ? element('code', '', part) : part))
}

function choose({ table = '', operation = '' }) {
  const again = filters.elements.table.value === table && filters.elements.operation.value === operation
  filters.elements.table.value = again ? '' : table
  filters.elements.operation.value = again ? '' : operation
  update()
  if (!again) {
    one('#places-title').focus({ preventScroll: true })
    one('#places').scrollIntoView()
  }
}

// Reasons that differ only in names are of one kind; the most frequent of a verdict first.
function listReasons() {
  const counts = new Map()
  for (const { reason } of places) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const verdict = (reason) => tiles.findIndex((tile) => reason.startsWith(`${tile.dataset.verdict}:`))
  const ranked = [...counts].sort(([one, few], [other, many]) => verdict(one) - verdict(other) || many - few)
  for (const [reason, number] of ranked) {
    const option = element('option', '', `${number.toLocaleString('en')} ${reason}`)
    option.value = reason
    filters.elements.reason.append(option)
  }
}

function restore() {
  const state = new URLSearchParams(location.hash.slice(1))
  if (!['verdict', ...fields.map(({ name }) => name)].some((name) => state.has(name))) return
  chosen.clear()
  for (const verdict of (state.get('verdict') ?? '').split(',').filter(Boolean)) chosen.add(verdict)
  for (const field of fields) field.value = state.get(field.name) ?? ''
}

for (const tile of tiles) {
  tile.addEventListener('click', () => {
    const { verdict } = tile.dataset
    if (!chosen.delete(verdict)) chosen.add(verdict)
    update()
  })
}
for (const cell of cells) cell.addEventListener('click', () => choose(cell.dataset))
filters.addEventListener('input', update)
filters.addEventListener('submit', (event) => event.preventDefault())
one('.all').addEventListener('click', () => {
  chosen.clear()
  filters.reset()
  update()
})
further.addEventListener('click', () => draw())
one('.more-tables')?.addEventListener('click', ({ currentTarget }) => {
  const body = one('.nobody')
  body.hidden = !body.hidden
  currentTarget.setAttribute('aria-expanded', !body.hidden)
})
addEventListener('hashchange', () => (restore(), update()))
addEventListener('beforeprint', () => draw(found.length))
listReasons()
restore()
update()
