// Keeps the newest message in view while the reader is at the end, also when cards, the message box or the keyboard of
// a phone change the height.
const nearEndPx = 60;

export interface Scroll {
  /** To be called when the messages may be another element than before. */
  watch: () => void;
  isAtEnd: () => boolean;
  toEnd: () => void;
}

export function createScroll(root: HTMLElement, onEnd: () => void): Scroll {
  let isAtEnd = true;
  const log = (): HTMLElement | null => root.querySelector('.log');
  const toEnd = (): void => {
    const element = log();
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    isAtEnd = true;
  };
  const sizes = new ResizeObserver(() => {
    if (isAtEnd) toEnd();
  });
  root.addEventListener(
    'scroll',
    (event) => {
      const element = log();
      if (element === null || event.target !== element) return;
      isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
      if (isAtEnd) onEnd();
    },
    true,
  );
  return {
    watch: () => {
      for (const element of root.querySelectorAll('.log, .messages')) sizes.observe(element);
    },
    isAtEnd: () => isAtEnd,
    toEnd,
  };
}
