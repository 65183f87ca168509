// A book on the screen, by foliate-js: opened anew at the same place, its pages turned.

import { makeBook } from '../foliate-js/view.js'
import { cleanAll } from './clean.js'
import { findPlace, placeOf } from './place.js'

// The engine lets scripts into the book's frames, since WebKit knows no events there otherwise (WebKit bug 218086).
// The policy of the page forbids them all the same; where events come without, the frames are shut as well.
if (!('GestureEvent' in globalThis)) {
    const { setAttribute } = Element.prototype
    HTMLIFrameElement.prototype.setAttribute = function (name, value) {
        setAttribute.call(this, name, name === 'sandbox' ? 'allow-same-origin' : value)
    }
}

const frames = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))

export class Reader extends EventTarget {
    #screen
    #view
    #layout = {}
    #styles = ['', '']
    constructor(screen) {
        super()
        this.#screen = screen
        screen.addEventListener('click', event => this.#turnBySide(event, event.clientX))
    }
    get book() {
        return this.#view?.book
    }
    get turnsLeft() {
        return this.book?.dir === 'rtl'
    }
    get atEnd() {
        return Boolean(this.#view?.renderer.atEnd)
    }
    // Where the reader is: the page and the pages of the chapter, the part of the book, the entry of the contents.
    get position() {
        const { page, pages } = this.#view.renderer
        const { fraction, tocItem, section } = this.#view.lastLocation ?? {}
        return { page, pages: pages - 2, section, fraction: fraction ?? 0, label: tocItem?.label, href: tocItem?.href }
    }
    // Shows a book in place of the last one; where it cannot be opened, that one stays.
    async open(bytes) {
        const place = this.#view && placeOf(this.#view)
        const view = document.createElement('foliate-view')
        try {
            const book = await makeBook(new File([bytes], 'book.epub'))
            cleanAll(book)
            this.#listen(view)
            this.#screen.append(view)
            await view.open(book)
            this.#dress(view)
            const first = Math.max(0, book.sections.findIndex(section => section.linear !== 'no'))
            await view.renderer.goTo(place ? await findPlace(book, place) : { index: first, anchor: 0 })
            if (!view.lastLocation) throw new Error('no page of the book could be shown')
        } catch (error) {
            view.remove()
            throw error
        }
        const last = this.#view
        this.#view = view
        last?.close()
        last?.book.destroy?.()
        last?.remove()
        this.dispatchEvent(new Event('move'))
    }
    // What stands at the foot of the page, as devices have it.
    set foot(words) {
        for (const foot of this.#view?.renderer.feet ?? []) foot.textContent = words
    }
    // Sets the book as a device does: its margins, and the reader's own two style sheets.
    dress(layout, styles) {
        this.#layout = layout
        this.#styles = styles
        if (this.#view) this.#dress(this.#view)
    }
    #dress({ renderer }) {
        for (const [name, value] of Object.entries(this.#layout)) renderer.setAttribute(name, value)
        renderer.setStyles?.(this.#styles)
    }
    #listen(view) {
        view.addEventListener('relocate', () => view === this.#view && this.dispatchEvent(new Event('move')))
        view.addEventListener('external-link', event => event.preventDefault())
        view.addEventListener('load', ({ detail: { doc } }) => {
            doc.addEventListener('keydown', event => this.dispatchEvent(new CustomEvent('key', { detail: event })))
            doc.addEventListener('click', event => {
                const frame = doc.defaultView.frameElement.getBoundingClientRect()
                if (doc.getSelection().isCollapsed) this.#turnBySide(event, frame.left + event.clientX)
            })
        })
    }
    // A click on the left or right third turns the page there; links and the middle are left alone.
    #turnBySide(event, x) {
        const { left, width } = this.#screen.getBoundingClientRect()
        const side = (x - left) / width
        if (event.defaultPrevented || event.target.closest?.('a')) return
        if (side < 1 / 3) this.left()
        else if (side > 2 / 3) this.right()
    }
    async next() {
        await this.#view?.next()
    }
    async previous() {
        await this.#view?.prev()
    }
    async left() {
        await this.#view?.goLeft()
    }
    async right() {
        await this.#view?.goRight()
    }
    async goTo(href) {
        await this.#view?.goTo(href)
    }
    async goToFraction(fraction) {
        await this.#view?.goToFraction(fraction)
    }
    // When what is on the screen is painted, its fonts and pictures too.
    async settled() {
        for (const { doc } of this.#view?.renderer.getContents() ?? []) await doc?.fonts.ready
        await frames()
    }
}
