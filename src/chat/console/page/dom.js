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

/** A text of the page's words: what stands in backticks is code. */
export function withCode(text) {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : h('code', {}, part)))
}
