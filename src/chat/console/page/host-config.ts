// How Adaptive Cards look here: our CSS variables, so that light and dark need no second rendering.

const colour = (name: string): { default: string; subtle: string } => ({
  default: `var(--${name})`,
  subtle: `var(--${name})`,
});

const foregroundColors = {
  default: { default: 'var(--text)', subtle: 'var(--muted)' },
  accent: colour('accent-text'),
  good: colour('good'),
  warning: colour('warning'),
  attention: colour('bad'),
  light: colour('muted'),
  dark: colour('text'),
};

const container = { backgroundColor: 'transparent', foregroundColors };

export const hostConfig = {
  fontTypes: {
    default: {
      fontFamily: 'inherit',
      fontSizes: { small: 13, default: 15, medium: 16, large: 18, extraLarge: 22 },
    },
    monospace: {
      fontFamily: 'var(--mono)',
      fontSizes: { small: 12, default: 13, medium: 14, large: 16, extraLarge: 20 },
    },
  },
  containerStyles: { default: container, emphasis: container },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 1 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  supportsInteractivity: true,
  actions: {
    maxActions: 20,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    buttonSpacing: 8,
    spacing: 'default',
    showCard: { actionMode: 'inline' },
  },
  adaptiveCard: { allowCustomStyle: false },
} as const;
