// Each part of a document as HTML.
import { sourceLocale } from '#machines/document-types.ts';
import { escaped } from './html-text.ts';
import { wordsHtml } from './markdown-html.ts';
import type { Cell, Node } from './outline-nodes.ts';

/** `below`: the level of a heading that stands below the last one. */
export function blockHtml(node: Node, below: number): string {
  switch (node.kind) {
    case 'heading':
      return `<h${node.level} id="${node.anchor}">${escaped(node.text)}</h${node.level}>\n`;
    case 'words':
      return `<div class="words">\n${wordsHtml(node.text, below)}</div>\n`;
    case 'paragraph': {
      const english = node.isEnglish ? ` lang="${sourceLocale}" dir="auto"` : '';
      return `<p${english}>${escaped(node.text)}</p>\n`;
    }
    case 'questions':
      return node.items
        .map(
          ({ question, answer }) =>
            `<h${below}>${escaped(question)}</h${below}>\n<p>${escaped(answer)}</p>\n`,
        )
        .join('');
    case 'list':
      return `<ul>\n${node.items.map((item) => `<li>${escaped(item)}</li>\n`).join('')}</ul>\n`;
    case 'pairs':
      return `<dl>\n${node.rows
        .map(({ label, value }) => `<div><dt>${escaped(label)}</dt><dd>${cell(value)}</dd></div>\n`)
        .join('')}</dl>\n`;
    case 'table':
      return table(node);
  }
}

/** A wide table is moved by itself, by keyboard too; the first cell names its row. */
function table({ label, columns, rows }: Node & { kind: 'table' }): string {
  const head = columns.map((name) => `<th scope="col">${cell(name)}</th>`).join('');
  const body = rows
    .map(([first = '', ...rest]) => {
      const cells = rest.map((one) => `<td>${cell(one)}</td>`).join('');
      return `<tr><th scope="row">${cell(first)}</th>${cells}</tr>\n`;
    })
    .join('');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(label)}"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
`;
}

function cell(value: Cell): string {
  if (typeof value === 'string') return escaped(value);
  const name = `<bdi translate="no">${escaped(value.name)}</bdi>`;
  return value.href === undefined || !/^https?:\/\//i.test(value.href)
    ? name
    : `<a href="${escaped(value.href)}" rel="noopener noreferrer">${name}</a>`;
}
