import { words } from './words.js'

/** Teams' ProgressBar for Microsoft's renderer, which has none: the same JSON shows the same bar in both. */
export function registerProgressBar() {
  const { CardElement, NumProperty, Versions, GlobalRegistry } = AdaptiveCards
  class ProgressBar extends CardElement {
    static valueProperty = new NumProperty(Versions.v1_0, 'value')

    getJsonTypeName() {
      return 'ProgressBar'
    }

    internalRender() {
      const value = this.getValue(ProgressBar.valueProperty)
      const fill = document.createElement('div')
      fill.className = 'fill'
      const bar = document.createElement('div')
      bar.className = value === undefined ? 'bar unknown' : 'bar'
      bar.setAttribute('role', 'progressbar')
      bar.setAttribute('aria-label', words.progress)
      bar.setAttribute('aria-valuemin', '0')
      bar.setAttribute('aria-valuemax', '100')
      if (value !== undefined) {
        bar.setAttribute('aria-valuenow', String(value))
        fill.style.width = `${value}%`
      }
      bar.append(fill)
      return bar
    }
  }
  GlobalRegistry.elements.register('ProgressBar', ProgressBar)
}
