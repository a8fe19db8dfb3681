// Which links of the record may become links that work: http and https, and nothing else.

export interface HttpLink {
  /** Percent-encoded; may still hold `&`, quotes, parentheses. */
  href: string;
  host: string;
}

export function httpLink(link: string | null): HttpLink | null {
  if (link === null) return null;
  const url = URL.parse(link);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  // A name and password before the host exist only to make it look like another.
  url.username = '';
  url.password = '';
  return { href: url.href, host: url.host };
}
