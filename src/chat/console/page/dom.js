/** An element with attributes, listeners (`onclick: fn`) and children. Text is always a text node: nothing here reads HTML. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false))
  return element
}

export const find = (id) => document.getElementById(id)

/** `03:42:10`, in UTC like every time on the cards. */
export function clock(at) {
  return String(at).slice(11, 19)
}

export function day(at) {
  return `${String(at).slice(0, 10)} ${clock(at)} UTC`
}

/** ` · 24 min left`: whole minutes, and never more than there are. */
export function timeLeft(until) {
  const ms = Date.parse(until) - Date.now()
  if (ms <= 0) return ' · over'
  return ms < 60_000 ? ' · less than 1 min left' : ` · ${Math.floor(ms / 60_000)} min left`
}

export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
