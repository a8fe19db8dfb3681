// Where people install the app, and where Slack sends them back to.

export const installPath = '/slack/install';
export const redirectPath = '/slack/oauth_redirect';
