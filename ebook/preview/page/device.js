// The devices, and how each sets type where the book leaves it to the reader.
// Sizes are those of the makers in CSS pixels, at 3 (phone) and 2 (300 dpi e-ink) dots a pixel: a phone of 6.1 inches
// (1170 × 2532), Kindle of 6 inches (1072 × 1448), Kobo Libra of 7 inches (1264 × 1680).

export const DEVICES = {
    phone: { width: 390, height: 844, bezel: [14, 14, 14, 14], type: 18, margin: 44, gap: 6 },
    kindle: { width: 536, height: 724, bezel: [38, 32, 74, 32], type: 20, margin: 40, gap: 7 },
    kobo: { width: 632, height: 840, bezel: [24, 104, 24, 24], type: 22, margin: 42, gap: 7 },
}
export const SIZES = [0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2]

const INK = { light: ['#1c1b19', '#2f5d8a'], dark: ['#c8c5be', '#8fb4d9'] }
const SONG = {
    'zh': '"Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", SimSun, serif',
    'zh-Hant': '"Noto Serif CJK TC", "Noto Serif TC", "Source Han Serif TC", "Songti TC", PMingLiU, serif',
}

// The device as large as the stage has room for, never larger than life: its scale.
export const fit = (stage, frame, device) => {
    const [top, right, bottom, left] = device.bezel
    const room = stage.getBoundingClientRect()
    const arrows = [...stage.querySelectorAll('.turn')].reduce((sum, one) => sum + one.offsetWidth, 0)
    const scale = Math.min(1, room.height / (device.height + top + bottom),
        (room.width - arrows) / (device.width + left + right))
    const px = number => `${number * scale}px`
    frame.style.padding = device.bezel.map(px).join(' ')
    frame.style.setProperty('--scale', scale)
    frame.firstElementChild.style.width = px(device.width)
    frame.firstElementChild.style.height = px(device.height)
    return scale
}

// The attributes of the engine's paginator: one column, the device's margins, no sliding.
export const layout = (device, scale) => ({
    'flow': 'paginated',
    'max-column-count': '1',
    'max-inline-size': '9999px',
    'max-block-size': '9999px',
    'margin': `${Math.round(device.margin * scale)}px`,
    'gap': `${device.gap}%`,
})

// The reader's own style sheets: one before the book's, which the book overrules; one after it, for dark pages.
export const styles = (device, scale, size, colours) => {
    const [ink, link] = INK[colours]
    const before = `html { font-size: ${device.type * scale * size}px; line-height: 1.7; color: ${ink};
        font-family: ${SONG.zh}; -webkit-text-size-adjust: none; text-size-adjust: none }
        :lang(zh-Hant) { font-family: ${SONG['zh-Hant']} } a:link { color: ${link} }`
    const after = `html, body, body * { color: ${ink} !important; background-color: transparent !important;
        border-color: currentcolor !important } a:link, a:link * { color: ${link} !important }`
    return [before, colours === 'dark' ? after : '']
}
