// The page: its controls, the book as the server has it now, and the keys.

import { DEVICES, SIZES, fit, layout, styles } from './device.js'
import { Reader } from './reader.js'
import { markContents, showContents } from './contents.js'
import { showFault, showMessages } from './messages.js'

const SECOND = 1000
const LEFTWARD = /^(ar|fa|he|ps|ug|ur|yi)\b/ // written from right to left: such pages are turned so without vertical lines
const find = id => document.getElementById(id)
const told = JSON.parse(find('told').textContent)
const { words } = told
const root = document.documentElement
const controls = find('controls')
const reader = new Reader(find('screen'))
const KNOWN = { device: Object.keys(DEVICES), lines: ['horizontal', 'vertical'], colours: ['light', 'dark'],
    size: SIZES.map(String) }
const chosen = { device: told.frame, lines: told.lines, colours: 'light', size: '1' }
for (const [name, value] of new URLSearchParams(location.hash.slice(1)))
    if (KNOWN[name]?.includes(value)) chosen[name] = value
let number = 0 // of the proof that is shown
let asked = {} // the entry of the contents that was asked for last, and the page it stands on

// --- the looks ------------------------------------------------------------------

const dress = () => {
    const device = DEVICES[chosen.device]
    root.dataset.device = chosen.device
    root.dataset.colours = chosen.colours
    const scale = fit(find('stage'), find('device'), device)
    reader.dress(layout(device, scale), styles(device, scale, Number(chosen.size), chosen.colours))
}

const show = () => {
    for (const name of ['device', 'lines', 'colours'])
        for (const radio of controls.elements[name]) radio.checked = radio.value === chosen[name]
    const size = SIZES.indexOf(Number(chosen.size))
    find('size').value = `${Math.round(chosen.size * 100)}%`
    find('smaller').disabled = size <= 0
    find('larger').disabled = size === SIZES.length - 1
    history.replaceState(null, '', `#${new URLSearchParams(chosen)}`)
}

const choose = (name, value) => {
    const turned = name === 'lines' && value !== chosen.lines
    chosen[name] = value
    show()
    dress()
    if (turned) renew()
}

const resize = step => {
    const next = SIZES[SIZES.indexOf(Number(chosen.size)) + step]
    if (next) choose('size', String(next))
}

// --- the book -------------------------------------------------------------------

const open = async proof => {
    const answer = await fetch(`book.epub?lines=${chosen.lines}`)
    try {
        await reader.open(await answer.blob())
    } catch (error) {
        console.warn(error)
        root.dataset.state = 'unread'
        showFault(find('fault'), words.unread, [{ severity: 'error', message: error.message }])
        return false
    }
    if (number) find('status').textContent = words.renewed
    number = proof.number
    const { book } = reader
    const { title } = book.metadata ?? {}
    const name = typeof title === 'string' ? title : Object.values(title ?? {})[0]
    find('title').textContent = name || words.preview
    document.title = name ? `${name} · ${words.preview}` : words.preview
    showContents(find('contents'), book.toc, jump)
    turnArrows(book)
    move()
    return true
}

// A page may hold several entries: the one that was asked for is marked as long as the page stays.
const jump = async href => {
    await reader.goTo(href)
    asked = { href, page: pageNow() }
    move()
}

const turnArrows = book => {
    const names = reader.turnsLeft ? [words.next, words.previous] : [words.previous, words.next]
    for (const [index, id] of ['left', 'right'].entries()) {
        find(id).setAttribute('aria-label', names[index])
        find(id).title = names[index]
    }
    find('slider').dir = reader.turnsLeft ? 'rtl' : 'ltr'
    root.dataset.turns = reader.turnsLeft ? 'left' : 'right'
    if (told.finished) choose('lines', reader.turnsLeft && !LEFTWARD.test(book.metadata?.language) ? 'vertical' : 'horizontal')
}

const busy = { now: false, again: false }

// Asks how the book is now, and shows it where it is another; a question meanwhile waits its turn.
const renew = async () => {
    if (busy.now) return void (busy.again = true)
    busy.now = true
    try {
        const asked = chosen.lines
        const proof = await (await fetch(`proof.json?lines=${asked}`)).json()
        const whole = proof.number === number || await open(proof)
        if (whole) {
            showFault(find('fault'), proof.failed ? words.failed : '', proof.messages)
            showMessages(find('messages'), words.messages, proof.failed ? [] : proof.messages)
            root.dataset.state = proof.failed ? 'failed' : 'ready'
            root.dataset.number = number
        }
    } catch {
        clearInterval(timer)
        root.dataset.state = 'ended'
        showFault(find('fault'), words.ended, [])
    }
    busy.now = false
    if (busy.again) {
        busy.again = false
        await renew()
    }
}

// --- the place ------------------------------------------------------------------

const pageNow = () => `${reader.position.section?.current} ${reader.position.page}`

const move = () => {
    const { page, pages, section, fraction, label, href } = reader.position
    const counted = page ? { page, pages } : { page: (section?.current ?? 0) + 1, pages: section?.total ?? 1 }
    const percent = Math.round(fraction * 100)
    find('chapter').textContent = label?.trim() ?? ''
    find('position').textContent = words.place.replace('{page}', counted.page).replace('{pages}', counted.pages)
        .replace('{percent}', percent)
    find('slider').value = Math.round(fraction * 1000)
    find('slider').setAttribute('aria-valuetext', `${percent}%`)
    reader.foot = `${percent}%`
    markContents(find('contents'), asked.page === pageNow() ? asked.href : href)
}

const KEYS = {
    ArrowLeft: () => reader.left(), ArrowRight: () => reader.right(),
    ArrowUp: () => reader.previous(), ArrowDown: () => reader.next(),
    PageUp: () => reader.previous(), PageDown: () => reader.next(),
    Home: () => reader.goToFraction(0), End: () => reader.goToFraction(1),
    '+': () => resize(1), '=': () => resize(1), '-': () => resize(-1),
}

const press = event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.('input')) return
    const space = event.key === ' ' && !event.target.closest?.('button, summary')
    const act = space ? () => event.shiftKey ? reader.previous() : reader.next() : KEYS[event.key]
    if (!act) return
    event.preventDefault()
    act()
}

// --- the beginning --------------------------------------------------------------

controls.addEventListener('change', ({ target }) => choose(target.name, target.value))
controls.addEventListener('submit', event => event.preventDefault())
find('smaller').addEventListener('click', () => resize(-1))
find('larger').addEventListener('click', () => resize(1))
find('left').addEventListener('click', () => reader.left())
find('right').addEventListener('click', () => reader.right())
find('slider').addEventListener('change', ({ target }) => reader.goToFraction(target.value / 1000))
document.addEventListener('keydown', press)
reader.addEventListener('key', ({ detail }) => press(detail))
reader.addEventListener('move', move)
new ResizeObserver(dress).observe(find('stage'))
for (const radio of controls.elements.lines) radio.disabled = told.finished

globalThis.preview = reader // for --png
show()
dress()
const timer = told.watch ? setInterval(renew, SECOND) : 0
await renew()
