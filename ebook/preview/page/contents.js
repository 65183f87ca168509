// The table of contents as a list of buttons; the entry that is read is marked.

const text = label => typeof label === 'string' ? label : Object.values(label ?? {})[0] ?? ''

const entry = (item, go) => {
    const line = document.createElement('li')
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = text(item.label).trim() || '—'
    button.dataset.href = item.href ?? ''
    button.disabled = !item.href
    button.addEventListener('click', () => go(item.href))
    line.append(button)
    if (item.subitems?.length) {
        const inner = document.createElement('ol')
        inner.append(...item.subitems.map(one => entry(one, go)))
        line.append(inner)
    }
    return line
}

export const showContents = (list, items, go) => list.replaceChildren(...(items ?? []).map(item => entry(item, go)))

export const markContents = (list, href) => {
    const before = list.querySelector('[aria-current]')
    if (before && before.dataset.href === href) return
    before?.removeAttribute('aria-current')
    const now = href && list.querySelector(`[data-href="${CSS.escape(href)}"]`)
    now?.setAttribute('aria-current', 'true')
    now?.scrollIntoView({ block: 'nearest' })
}
