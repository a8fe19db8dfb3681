// A form of the bot as a dialog. The fields keep what was typed when the server finds mistakes.
import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { ref } from 'lit-html/directives/ref.js';
import type { FieldState } from '../wire.ts';
import { icon } from './icons.ts';
import type { App, OpenForm } from './state.ts';

export function formDialog(app: App): TemplateResult | typeof nothing {
  const { form: open } = app.state;
  if (open === null) return nothing;
  return html`${keyed(open.form, dialog(app, open))}`;
}

function dialog(app: App, { form, errors, sending }: OpenForm): TemplateResult {
  const close = (): void => {
    app.change({ form: null });
  };
  const known = new Set(form.fields.map(({ name }) => name));
  const general = Object.entries(errors).filter(([name]) => !known.has(name));
  return html`
    <dialog class="form" aria-labelledby="form-title" @close=${close} ${ref(showModal)}>
      <form
        novalidate
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          if (event.target instanceof HTMLFormElement && !sending)
            void valuesOf(event.target).then((values) => app.submit(values));
        }}
      >
        <header>
          <h2 id="form-title">${form.title}</h2>
          <button type="button" class="quiet" aria-label="Close" @click=${close}>
            ${icon('close')}
          </button>
        </header>
        <div class="fields">
          ${
            form.notice.length === 0
              ? nothing
              : html`<div class="notice" role="alert">
                  ${form.notice.map((text) => html`<p>${text}</p>`)}
                </div>`
          }
          ${form.intro === '' ? nothing : html`<p>${form.intro}</p>`}
          ${general.map(([, problem]) => html`<p class="problem" role="alert">${problem}</p>`)}
          ${form.fields.map((field) => fieldRow(field, errors[field.name] ?? ''))}
        </div>
        <footer>
          <button type="button" @click=${close}>Cancel</button>
          <button class="primary" aria-disabled=${sending}>${form.submit}</button>
        </footer>
      </form>
    </dialog>
  `;
}

function showModal(element: Element | undefined): void {
  if (!(element instanceof HTMLDialogElement) || element.open) return;
  // The element is not yet in the page when lit hands it over.
  queueMicrotask(() => {
    if (!element.isConnected || element.open) return;
    element.showModal();
    element.querySelector<HTMLElement>('.field input, .field textarea, .field select')?.focus();
  });
}

function fieldRow(field: FieldState, problem: string): TemplateResult {
  const id = `field-${field.name}`;
  const described = [field.hint === '' ? '' : `${id}-hint`, problem === '' ? '' : `${id}-problem`];
  return html`
    <div class="field ${problem === '' ? '' : 'wrong'}">
      <label for=${id}
        >${field.label}${field.required ? nothing : html` <span class="optional">optional</span>`}</label
      >
      ${control(field, id, problem !== '', described.join(' ').trim())}
      ${problem === '' ? nothing : html`<p class="problem" id="${id}-problem">${problem}</p>`}
      ${field.hint === '' ? nothing : html`<p class="hint" id="${id}-hint">${field.hint}</p>`}
    </div>
  `;
}

function control(
  field: FieldState,
  id: string,
  isWrong: boolean,
  described: string,
): TemplateResult {
  const { name, initial, placeholder, maxLength, required, options, accept } = field;
  const about = described === '' ? nothing : described;
  switch (field.kind) {
    case 'text':
      return html`<input
        id=${id}
        name=${name}
        dir="auto"
        value=${initial}
        placeholder=${placeholder}
        maxlength=${maxLength}
        aria-required=${required}
        aria-invalid=${isWrong}
        aria-describedby=${about}
        autocomplete="off"
      />`;
    case 'multiline':
      return html`<textarea
        id=${id}
        name=${name}
        dir="auto"
        rows="5"
        .defaultValue=${initial}
        placeholder=${placeholder}
        maxlength=${maxLength}
        aria-required=${required}
        aria-invalid=${isWrong}
        aria-describedby=${about}
      ></textarea>`;
    case 'file':
      return html`<input
        type="file"
        id=${id}
        name=${name}
        accept=${accept}
        aria-required=${required}
        aria-invalid=${isWrong}
        aria-describedby=${about}
      />`;
    case 'choice':
      return html`<select
        id=${id}
        name=${name}
        aria-required=${required}
        aria-invalid=${isWrong}
        aria-describedby=${about}
      >
        ${initial === '' ? html`<option value="">${required ? 'Choose…' : '–'}</option>` : nothing}
        ${options.map(
          ({ value, label }) =>
            html`<option value=${value} ?selected=${value === initial}>${label}</option>`,
        )}
      </select>`;
  }
}

/** Of a file its text; nobody has chosen one without a name. */
async function valuesOf(form: HTMLFormElement): Promise<Record<string, string>> {
  const texts = [...new FormData(form)].map(
    async ([name, value]) =>
      [
        name,
        typeof value === 'string' ? value : value.name === '' ? '' : await value.text(),
      ] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
}

export function focusFirstError(): void {
  document.querySelector<HTMLElement>('dialog.form [aria-invalid="true"]')?.focus();
}
