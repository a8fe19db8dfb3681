// What somebody typed, short enough to be quoted back at them.

/** At most 40 characters, with an ellipsis when there was more. */
export function clip(text: string): string {
  // A character outside the basic plane is two units; half of one is no text.
  return text.length > 40 ? `${text.slice(0, 40).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
