// Where a reader is in a book, said by the words on the page: they are found again in a book that was built anew,
// though a chapter was added before them or the lines turned.

const PIECE = 24 // characters: enough to be found once, few enough that an edit spoils one piece of several
const PIECES = 8
const LEAST = 6
const NEAR = 4 // chapters that are looked through on either side

const squeeze = text => text.replace(/\s+/gu, '')

const textBefore = range => {
    const before = range.cloneRange()
    before.selectNodeContents(range.startContainer.ownerDocument.body)
    before.setEnd(range.startContainer, range.startOffset)
    return squeeze(before.toString())
}

export const placeOf = view => {
    const [contents] = view.renderer.getContents()
    const { page = 1, pages = 3 } = view.renderer
    const place = { index: contents?.index ?? 0, fraction: (page - 1) / Math.max(1, pages - 3), offset: 0, pieces: [] }
    const range = view.lastLocation?.range
    if (!range?.startContainer?.ownerDocument?.body) return place
    const words = squeeze(range.toString()).slice(0, PIECE * PIECES)
    const pieces = words.match(new RegExp(`.{1,${PIECE}}`, 'gu')) ?? []
    return { ...place, offset: textBefore(range).length, pieces: pieces.filter(one => one.length >= LEAST) }
}

// Where a piece stands in a text: of several places the nearest.
const nearest = (text, piece, offset) => {
    let best = -1
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1))
        if (best < 0 || Math.abs(at - offset) < Math.abs(best - offset)) best = at
    return best
}

// The range of the character before which so many stand, white space not counted.
const rangeAt = (doc, offset) => {
    const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
    let left = offset
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (const found of node.data.matchAll(/\S/g)) {
            if (left-- > 0) continue
            const range = doc.createRange()
            range.setStart(node, found.index)
            range.setEnd(node, found.index + 1)
            return range
        }
    return null
}

const around = (index, count) => Array.from({ length: count }, (_, i) => i)
    .filter(i => Math.abs(i - index) <= NEAR)
    .sort((a, b) => Math.abs(a - index) - Math.abs(b - index))

// What the engine can go to; where the words are gone, as far into the same chapter.
export const findPlace = async (book, place) => {
    for (const index of place.pieces.length ? around(place.index, book.sections.length) : []) {
        const doc = await book.sections[index].createDocument()
        const text = squeeze(doc.body?.textContent ?? '')
        for (const piece of place.pieces) {
            const at = nearest(text, piece, place.offset)
            if (at >= 0) return { index, anchor: loaded => rangeAt(loaded, at) }
        }
    }
    return { index: Math.min(place.index, book.sections.length - 1), anchor: place.fraction }
}
