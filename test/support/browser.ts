// A person's browser during an installation: it follows redirects one at a time and brings its cookies back.
export class Browser {
  readonly #cookies = new Map<string, string>();
  /** Where the public address of the bot is served here. */
  readonly #served: { publicUrl: string; localUrl: string };

  constructor(served: { publicUrl: string; localUrl: string }) {
    this.#served = served;
  }

  /** One request; `location` is where a redirect leads, as the address bar would show it. */
  async open(address: string): Promise<{ status: number; location: string; text: string }> {
    const { publicUrl, localUrl } = this.#served;
    const isBot = address.startsWith(publicUrl);
    const response = await fetch(isBot ? address.replace(publicUrl, localUrl) : address, {
      redirect: 'manual',
      headers: isBot
        ? { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
        : {},
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(cookie) ?? [];
      if (/Expires=Thu, 01 Jan 1970/u.test(cookie)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      text: await response.text(),
    };
  }

  /** Another browser with the same cookies. */
  copy(): Browser {
    const other = new Browser(this.#served);
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
    return other;
  }
}
