// The rows of contract.ts about canvases, in the order of the method reference.

import type { Row } from './contract.ts';

export const canvasRows: Readonly<Record<string, Row>> = {
  'conversations.canvases.create': {
    tier: 2,
    required: 'channel_id',
    optional: 'document_content title',
    scopes: 'canvases:write',
    errors: `
      canvas_disabled_user_team restricted_action channel_canvas_creation_failed
      channel_canvas_already_exists team_tier_cannot_create_channel_canvases
      canvas_creation_failed canvas_tab_creation_failed free_team_canvas_tab_already_exists`,
  },
  'canvases.create': {
    tier: 2,
    optional: 'title document_content channel_id',
    scopes: 'canvases:write',
    errors: `
      canvas_disabled_user_team restricted_action canvas_creation_failed
      free_teams_cannot_create_non_tabbed_canvases free_team_canvas_tab_already_exists
      free_teams_cannot_create_standalone_canvases`,
  },
  'canvases.edit': {
    tier: 3,
    required: 'canvas_id changes',
    scopes: 'canvases:write',
    errors: `
      canvas_not_found canvas_disabled_user_team free_teams_cannot_edit_standalone_canvases
      restricted_action canvas_editing_failed canvas_editing_locked canvas_too_large`,
  },
  'canvases.delete': {
    tier: 3,
    required: 'canvas_id',
    scopes: 'canvases:write',
    errors: 'canvas_deleting_disabled canvas_not_found restricted_action',
  },
  'canvases.sections.lookup': {
    tier: 3,
    required: 'canvas_id criteria',
    scopes: 'canvases:read',
    errors: 'canvas_deleted canvas_disabled_user_team canvas_not_found internal_error',
  },
};
