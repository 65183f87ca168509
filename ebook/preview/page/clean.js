// Takes out of a book's documents what acts or reaches out: a preview shows pages and runs nothing.
// The page's Content-Security-Policy forbids the same once more; only hints to look up or connect to another host
// (link rel=dns-prefetch, preconnect) are beyond it, and are kept out by this alone.

const ACTING = 'script, iframe, frame, object, embed, applet, portal, base, meta[http-equiv], link:not([rel="stylesheet"])'
const MARKUP = /html|xml/i
const SHOWN = /^(image|audio|video)\/|^text\/css/i
const XLINK = 'http://www.w3.org/1999/xlink'
const PARSED = ['application/xhtml+xml', 'text/html', 'image/svg+xml']

const isOutside = href => /^\s*(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(href)

// A link that leaves the book says where it leads, and leads nowhere.
const closeLink = link => {
    const href = link.getAttribute('href') ?? link.getAttributeNS(XLINK, 'href') ?? ''
    link.removeAttribute('ping')
    if (!isOutside(href)) return
    link.removeAttribute('href')
    link.removeAttributeNS(XLINK, 'href')
    link.setAttribute('title', href)
}

const clean = (text, type) => {
    const doc = new DOMParser().parseFromString(text, PARSED.includes(type) ? type : 'application/xml')
    for (const element of doc.querySelectorAll(ACTING)) element.remove()
    for (const element of doc.querySelectorAll('*'))
        for (const { name } of [...element.attributes])
            if (/^on/i.test(name)) element.removeAttribute(name)
    for (const link of doc.querySelectorAll('a, area')) closeLink(link)
    return new XMLSerializer().serializeToString(doc)
}

// Every document of the book, cleaned as the engine loads it; what is neither page, picture nor style is plain text.
export const cleanAll = book => book.transformTarget?.addEventListener('data', ({ detail }) => {
    const type = String(detail.type ?? '').trim().toLowerCase()
    if (MARKUP.test(type))
        detail.data = Promise.resolve(detail.data)
            .then(data => typeof data === 'string' ? data : data.text())
            .then(text => clean(text, type))
    else if (!SHOWN.test(type)) detail.type = 'text/plain'
})
