// The links of a section, for files that list references rather than show text.

export interface Link {
  words: string;
  /** http or https. */
  url: string;
}

/** `[words](https://…)` and `<https://…>`, in their order. */
export function linksOf(text: string | undefined): Link[] {
  const found = (text ?? '').matchAll(
    /\[([^\]]+)\]\(<?(https?:\/\/[^\s)>]+)>?[^)]*\)|<(https?:\/\/[^\s>]+)>/g,
  );
  return [...found].map(([, words, linked = '', bare]) =>
    bare === undefined ? { words: words ?? linked, url: linked } : { words: bare, url: bare },
  );
}
