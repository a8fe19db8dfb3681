// The rows of contract.ts about installing apps.

import type { Row } from './contract.ts';

export const oauthRows: Readonly<Record<string, Row>> = {
  'oauth.v2.access': {
    tier: 5,
    optional:
      'client_id client_secret code code_verifier redirect_uri grant_type refresh_token assertion',
    errors: `
      bad_client_secret bad_redirect_uri cannot_install_an_org_installed_app invalid_client_id
      invalid_code invalid_grant_type invalid_refresh_token no_scopes
      oauth_authorization_url_mismatch preview_feature_not_available user_email_unverified
      pkce_not_allowed invalid_code_verifier`,
  },
};
