// The pages that end an installation, and each says what to do next. Nothing of the exchange is on them: no code, no
// state, no token.
import type { Installation } from '@slack/oauth';
import { codeOf } from './log.ts';
import { installPath } from './oauth-paths.ts';
import { WebAPIPlatformError } from '@slack/web-api';
import type { RequestListener } from './request-listener.ts';
import { textAt } from '../../shared/read.ts';

export interface Page {
  status: number;
  title: string;
  lines: readonly string[];
  link?: { href: string; text: string };
}

const startAgain = { href: installPath, text: 'Start the installation again' };

export function installPage(installation: Installation): Page {
  const { team, enterprise, isEnterpriseInstall, enterpriseUrl, appId } = installation;
  if (isEnterpriseInstall !== true) {
    return {
      status: 200,
      title: `ssirp-bot is installed in ${team?.name ?? 'your workspace'}`,
      lines: [
        'Go back to Slack and type /incident help in any channel.',
        'In the channel where incidents are to be announced, type /invite @ssirp.',
      ],
    };
  }
  const page = {
    status: 200,
    title: `ssirp-bot is installed in the organization ${enterprise?.name ?? ''}`.trim(),
    lines: [
      'Now an administrator of the organization adds the workspaces in which it is to work.',
      'In each of them, type /incident help.',
    ],
  };
  const base = URL.parse(enterpriseUrl ?? '');
  if (base?.protocol !== 'https:' || appId === undefined) return page;
  const path = `/manage/organization/apps/profile/${encodeURIComponent(appId)}/workspaces/add`;
  return { ...page, link: { href: new URL(path, base).href, text: 'Add workspaces' } };
}

/** What the error of an installation means for the person before the page. */
export function pageFor(error: unknown): Page {
  const code = textAt(
    { code: error instanceof Error && 'code' in error ? error.code : '' },
    'code',
  );
  if (code === 'slack_oauth_installer_authorization_error') {
    return {
      status: 403,
      title: 'Nothing was installed',
      lines: ['The installation was cancelled in Slack, so nothing has changed.'],
      link: startAgain,
    };
  }
  if (/^slack_oauth_(?:missing_state|invalid_state|missing_code)$/u.test(code ?? '')) {
    return {
      status: 400,
      title: 'This page is out of date',
      lines: [
        'Nothing was installed by it. An installation must be finished within ten minutes, once, and in the browser that began it.',
        'If you have just installed ssirp-bot, it is installed: type /incident help in Slack.',
      ],
      link: startAgain,
    };
  }
  const refusal = error instanceof WebAPIPlatformError ? codeOf(error) : undefined;
  if (refusal === 'invalid_code') {
    return {
      status: 400,
      title: 'Slack did not accept this installation',
      lines: ['Nothing was installed: its code was used before, or is too old.'],
      link: startAgain,
    };
  }
  if (refusal === 'cannot_install_an_org_installed_app') {
    return {
      status: 409,
      title: 'Your organization has installed ssirp-bot already',
      lines: [
        'Nothing was installed here. Ask an administrator of the organization to add this workspace to the app.',
      ],
    };
  }
  return {
    status: 502,
    title: 'Nothing was installed',
    lines: [
      refusal === undefined
        ? 'Slack could not be reached, or did not answer as expected. Try again in a minute.'
        : `Slack refused the installation (${refusal}).`,
      'If it stays, tell whoever runs ssirp-bot: its log says why.',
    ],
    link: startAgain,
  };
}

export function send(
  response: Parameters<RequestListener>[1],
  { status, title, lines, link }: Page,
): void {
  if (response.headersSent) return;
  const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`).join('\n');
  const anchor =
    link === undefined ? '' : `<p><a href="${escaped(link.href)}">${escaped(link.text)}</a></p>`;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.writeHead(status).end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; }
  h1 { font-size: 1.5rem; }
</style>
<main>
<h1>${escaped(title)}</h1>
${paragraphs}
${anchor}
</main>
</html>
`);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
