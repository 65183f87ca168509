// What the build says of the book: messages in the margin, a fault above the page.

const line = ({ severity, id, place, message, remedy }) => {
    const item = document.createElement('li')
    item.className = severity
    const head = document.createElement('b')
    head.textContent = [place, id].filter(Boolean).join(' · ')
    const words = document.createElement('span')
    words.textContent = remedy ? `${message} — ${remedy}` : message
    item.append(head, words)
    return item
}

// A rebuild that failed: why, and that the last good book stays.
export const showFault = (box, words, messages) => {
    box.hidden = !words
    if (!words) return box.replaceChildren()
    const head = document.createElement('p')
    const list = document.createElement('ul')
    head.textContent = words
    list.append(...messages.map(line))
    box.replaceChildren(head, list)
}

export const showMessages = (details, words, messages) => {
    details.hidden = !messages.length
    details.querySelector('summary').textContent = words.replace('{count}', messages.length)
    details.querySelector('ul').replaceChildren(...messages.map(line))
}
