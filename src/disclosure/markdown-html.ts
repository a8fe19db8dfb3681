// What authors write, as HTML that shows it and does nothing else: paragraphs, lists, links, emphasis, quotes and code of
// Markdown. HTML within it is text, images are none, and links lead to the web or to a mailbox.
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt('commonmark', { html: false, linkify: false });
markdown.disable(['image', 'lheading', 'hr']);
markdown.validateLink = (address) => /^(?:https?:\/\/|mailto:)/i.test(address.trim());
markdown.renderer.rules['link_open'] = (tokens, index, options, _env, renderer) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return renderer.renderToken(tokens, index, options);
};

/** `level`: of the headings in it, which are questions. */
export function wordsHtml(text: string, level: number): string {
  const tokens = markdown.parse(text, {});
  for (const token of tokens) {
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = `h${level}`;
  }
  return markdown.renderer.render(tokens, markdown.options, {});
}
