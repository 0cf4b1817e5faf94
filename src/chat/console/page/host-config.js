/** Adaptive Cards' look in terms of our own style sheet, so that light and dark follow it without a redraw. */
const foreground = {
  default: { default: 'var(--text)', subtle: 'var(--quiet)' },
  accent: { default: 'var(--blue)', subtle: 'var(--blue)' },
  good: { default: 'var(--green)', subtle: 'var(--green)' },
  warning: { default: 'var(--amber)', subtle: 'var(--amber)' },
  attention: { default: 'var(--red)', subtle: 'var(--red)' },
  light: { default: 'var(--quiet)', subtle: 'var(--quiet)' },
  dark: { default: 'var(--text)', subtle: 'var(--text)' },
}
const style = (backgroundColor) => ({ backgroundColor, borderColor: 'var(--edge)', foregroundColors: foreground })

export const hostConfig = () =>
  new AdaptiveCards.HostConfig({
    fontFamily: 'inherit',
    fontTypes: {
      default: { fontFamily: 'inherit', fontSizes: { small: 13, default: 15, medium: 17, large: 20, extraLarge: 24 } },
      monospace: { fontFamily: 'var(--mono)', fontSizes: { small: 13, default: 14, medium: 15, large: 17, extraLarge: 20 } },
    },
    spacing: { small: 4, default: 8, medium: 12, large: 20, extraLarge: 28, padding: 12 },
    separator: { lineThickness: 1, lineColor: 'var(--edge)' },
    supportsInteractivity: true,
    containerStyles: {
      default: style('transparent'),
      emphasis: style('var(--sunken)'),
      accent: style('var(--blue-wash)'),
      good: style('var(--green-wash)'),
      warning: style('var(--amber-wash)'),
      attention: style('var(--red-wash)'),
    },
    actions: {
      maxActions: 6,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      buttonSpacing: 8,
      spacing: 'default',
      showCard: { actionMode: 'inline', inlineTopMargin: 8, style: 'default' },
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { weight: 'bolder', size: 'small', color: 'default', suffix: '' },
        optionalInputs: { weight: 'bolder', size: 'small', color: 'default' },
      },
      errorMessage: { color: 'attention', size: 'small', weight: 'bolder', spacing: 'small' },
    },
    adaptiveCard: { allowCustomStyle: false },
  })
