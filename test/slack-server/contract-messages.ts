// The rows of contract.ts about messages, marks, views and files, in the order of the method reference.

import type { Row } from './contract.ts';

export const messageRows: Readonly<Record<string, Row>> = {
  'api.test': { tier: 4, optional: 'error' },
  'apps.connections.open': {
    tier: 3,
    errors: 'forbidden_team insecure_request internal_error invalid_auth missing_args',
  },
  'auth.test': { tier: 5, errors: 'internal_error invalid_auth' },
  'team.info': {
    tier: 3,
    optional: 'domain team',
    scopes: 'team:read',
    errors: `
      fail_to_get_teams_for_restricted_user missing_user team_not_found user_not_found`,
  },
  'bots.info': {
    tier: 3,
    optional: 'bot team_id',
    scopes: 'users:read',
    errors: 'bot_not_found bots_not_found missing_argument team_not_found',
  },
  'chat.postMessage': {
    tier: 5,
    required: 'channel',
    optional: `
      as_user attachments blocks current_draft_last_updated_ts icon_emoji icon_url
      link_names markdown_text metadata mrkdwn parse reply_broadcast text thread_ts
      unfurl_links unfurl_media username`,
    scopes: 'chat:write',
    errors: `
      app_access_restricted channel_not_found ekm_access_denied invalid_blocks
      invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_archived
      markdown_text_conflict message_limit_exceeded messages_tab_disabled
      metadata_must_be_sent_from_app metadata_too_large msg_blocks_too_long no_text
      not_in_channel rate_limited restricted_action
      restricted_action_non_threadable_channel restricted_action_read_only_channel
      restricted_action_thread_locked restricted_action_thread_only_channel
      send_on_behalf_not_allowed team_not_found too_many_attachments
      cannot_reply_to_message missing_file_data attachment_payload_limit_exceeded`,
  },
  'chat.postEphemeral': {
    tier: 4,
    required: 'user channel',
    optional: `
      as_user attachments blocks icon_emoji icon_url link_names markdown_text metadata
      parse text thread_ts username`,
    scopes: 'chat:write',
    errors: `
      channel_not_found invalid_blocks invalid_blocks_format is_archived
      markdown_text_conflict message_limit_exceeded messages_tab_disabled msg_too_long
      no_text restricted_action too_many_attachments user_not_in_channel not_in_channel
      invalid_attachments cannot_reply_to_message`,
  },
  'chat.update': {
    tier: 3,
    required: 'ts channel',
    optional: `
      as_user attachments unfurled_attachments blocks markdown_text metadata link_names
      parse text reply_broadcast file_ids`,
    scopes: 'chat:write',
    errors: `
      blocked_file_type block_mismatch cant_update_message channel_not_found
      edit_window_closed external_channel_migrating file_deleted file_is_deleted
      file_not_found file_share_limit_reached invalid_attachments invalid_blocks
      invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_inactive
      markdown_text_conflict max_file_sharing_exceeded message_limit_exceeded
      message_not_found metadata_must_be_sent_from_app metadata_too_large msg_too_long
      no_text posting_to_channel_denied team_not_found too_many_attachments
      unable_to_share_files update_failed`,
  },
  'chat.delete': {
    tier: 3,
    required: 'ts channel',
    optional: 'as_user',
    scopes: 'chat:write',
    errors: 'cant_delete_message channel_not_found message_not_found',
  },
  'chat.getPermalink': {
    tier: 5,
    required: 'channel message_ts',
    errors: 'channel_not_found message_not_found',
  },
  'pins.add': {
    tier: 2,
    required: 'channel',
    optional: 'timestamp',
    scopes: 'pins:write',
    errors: `
      already_pinned bad_timestamp channel_not_found external_channel_migrating
      file_not_found file_not_shared message_not_found no_item_specified not_in_channel
      not_pinnable restricted_action too_many_pins`,
  },
  'pins.remove': {
    tier: 2,
    required: 'channel',
    optional: 'timestamp',
    scopes: 'pins:write',
    errors: `
      bad_timestamp channel_not_found external_channel_migrating file_not_found
      message_not_found no_item_specified no_pin not_pinned restricted_action`,
  },
  'pins.list': {
    tier: 2,
    required: 'channel',
    scopes: 'pins:read',
    errors: 'channel_not_found restricted_action',
  },
  'bookmarks.add': {
    tier: 2,
    required: 'title type channel_id',
    optional: 'link emoji entity_id access_level parent_id',
    maxLength: { title: 256, link: 2048 },
    scopes: 'bookmarks:write',
    errors: `
      access_denied cannot_bookmark_from_external_org
      cannot_bookmark_restricted_sharing_enabled channel_not_found file_already_added
      file_not_found invalid_bookmark_type invalid_child_type invalid_emoji
      invalid_entity_id invalid_link invalid_parent_type not_implemented
      parent_bookmark_disabled parent_with_link permission_denied too_many_bookmarks
      too_many_tabs too_many_requests`,
  },
  'bookmarks.list': {
    tier: 3,
    required: 'channel_id',
    scopes: 'bookmarks:read',
    errors: 'access_denied channel_not_found not_implemented',
  },
  'bookmarks.edit': {
    tier: 2,
    required: 'channel_id bookmark_id',
    optional: 'title link emoji',
    maxLength: { title: 256, link: 2048 },
    scopes: 'bookmarks:write',
    errors: `
      access_denied channel_not_found invalid_bookmark_type invalid_emoji invalid_link
      not_found not_implemented parent_with_link permission_denied`,
  },
  'bookmarks.remove': {
    tier: 2,
    required: 'channel_id bookmark_id',
    optional: 'quip_section_id',
    scopes: 'bookmarks:write',
    errors: `
      access_denied channel_not_found user_not_found invalid_bookmark_type not_found
      not_implemented permission_denied`,
  },
  'reactions.add': {
    tier: 3,
    required: 'name timestamp channel',
    scopes: 'reactions:write',
    errors: `
      already_reacted bad_timestamp channel_not_found external_channel_migrating
      invalid_name is_archived message_not_found no_item_specified not_reactable
      thread_locked too_many_emoji too_many_reactions no_access`,
  },
  'reactions.get': {
    tier: 3,
    optional: 'channel file file_comment full timestamp',
    scopes: 'reactions:read',
    errors: `
      bad_timestamp channel_not_found file_not_found message_not_found no_item_specified`,
  },
  'reminders.add': {
    tier: 2,
    token: 'user',
    required: 'text time',
    optional: 'user recurrence team_id',
    scopes: 'reminders:write',
  },
  'views.open': {
    tier: 4,
    required: 'view',
    optional: 'trigger_id interactivity_pointer',
    errors: `
      duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id
      view_too_large`,
  },
  'views.push': {
    tier: 4,
    required: 'view',
    optional: 'trigger_id interactivity_pointer',
    errors: `
      duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id
      not_found push_limit_reached view_too_large`,
  },
  'views.update': {
    tier: 4,
    required: 'view',
    optional: 'view_id external_id hash',
    errors: 'duplicate_external_id hash_conflict not_found view_too_large',
  },
  'views.publish': {
    tier: 4,
    required: 'user_id view',
    optional: 'hash interactivity_pointer',
    errors: `
      duplicate_external_id hash_conflict not_allowed_token_type not_enabled
      not_implemented view_too_large`,
  },
  'files.getUploadURLExternal': {
    tier: 4,
    required: 'length filename',
    optional: 'snippet_type alt_txt',
    scopes: 'files:write',
    errors: `
      alt_txt_too_large file_upload_size_restricted file_uploads_disabled missing_argument
      storage_limit_reached unknown_subtype file_type_not_allowed
      file_uploads_except_images_disabled`,
  },
  'files.completeUploadExternal': {
    tier: 4,
    required: 'files',
    optional: `
      channel_id thread_ts channels initial_comment blocks username icon_url icon_emoji`,
    scopes: 'files:write',
    errors: `
      access_denied channel_not_found file_not_found file_update_failed invalid_blocks
      invalid_channel not_in_channel posting_to_channel_denied channels_limit_exceeded
      file_type_not_allowed file_uploads_except_images_disabled`,
  },
  'files.info': {
    tier: 4,
    required: 'file',
    optional: 'count cursor limit page',
    scopes: 'files:read',
    errors: 'access_denied file_deleted file_not_found not_visible',
  },
};
