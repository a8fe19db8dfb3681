// The rows of contract.ts about conversations, users and user groups, in the order of the method reference.

import type { Row } from './contract.ts';

export const conversationRows: Readonly<Record<string, Row>> = {
  'conversations.create': {
    tier: 2,
    required: 'name',
    optional: 'is_private team_id',
    scopes: 'groups:write im:write mpim:write channels:write channels:manage',
    errors: `
      cannot_create_channel invalid_name invalid_name_maxlength invalid_name_punctuation
      invalid_name_required invalid_name_specials missing_argument missing_scope
      name_taken no_channel restricted_action`,
  },
  'conversations.invite': {
    tier: 3,
    required: 'channel users',
    optional: 'force',
    scopes: `
      channels:write.invites groups:write.invites channels:manage groups:write im:write
      mpim:write`,
    errors: `
      already_in_channel app_cannot_join_channel cant_invite cant_invite_self
      channel_not_found invitee_cant_see_channel is_archived org_user_not_in_team
      method_not_supported_for_channel_type missing_scope no_permission
      no_external_invite_permission no_user not_in_channel ura_max_channels
      user_is_restricted user_not_found external_channel_migrating`,
  },
  'conversations.kick': {
    tier: 3,
    required: 'channel',
    optional: 'user',
    scopes: 'groups:write channels:manage',
    errors: `
      cant_kick_from_general cant_kick_self channel_not_found
      method_not_supported_for_channel_type missing_scope not_in_channel not_supported
      restricted_action user_not_found`,
  },
  'conversations.join': {
    tier: 3,
    required: 'channel',
    scopes: 'channels:join',
    errors: `
      channel_is_limited_access channel_not_found is_archived
      method_not_supported_for_channel_type missing_scope too_many_members`,
  },
  'conversations.leave': {
    tier: 3,
    required: 'channel',
    scopes: 'groups:write im:write mpim:write channels:write channels:manage',
    errors: `
      cant_leave_general channel_not_found is_archived last_member
      method_not_supported_for_channel_type missing_scope user_is_restricted`,
  },
  'conversations.archive': {
    tier: 2,
    required: 'channel',
    scopes: 'groups:write im:write mpim:write channels:write channels:manage',
    errors: `
      already_archived cant_archive_general cant_archive_required channel_not_found
      method_not_supported_for_channel_type missing_scope not_in_channel restricted_action`,
  },
  'conversations.unarchive': {
    tier: 2,
    required: 'channel',
    scopes: 'groups:write im:write mpim:write channels:write channels:manage',
    errors: `
      channel_not_found method_not_supported_for_channel_type missing_scope not_archived`,
  },
  'conversations.rename': {
    tier: 2,
    required: 'channel name',
    scopes: 'groups:write im:write mpim:write channels:write channels:manage',
    errors: `
      channel_not_found invalid_name invalid_name_maxlength invalid_name_punctuation
      invalid_name_required invalid_name_specials is_archived
      method_not_supported_for_channel_type missing_scope name_taken not_authorized
      not_in_channel`,
  },
  'conversations.setTopic': {
    tier: 2,
    required: 'channel topic',
    scopes: `
      channels:write.topic groups:write.topic mpim:write.topic im:write.topic
      channels:manage groups:write im:write mpim:write`,
    errors: `
      channel_not_found is_archived method_not_supported_for_channel_type missing_scope
      not_in_channel too_long user_is_restricted`,
  },
  'conversations.setPurpose': {
    tier: 2,
    required: 'channel purpose',
    scopes: `
      channels:write.topic groups:write.topic mpim:write.topic im:write.topic
      channels:manage groups:write im:write mpim:write`,
    errors: `
      channel_not_found is_archived method_not_supported_for_channel_type missing_scope
      not_in_channel too_long user_is_restricted`,
  },
  'conversations.info': {
    tier: 3,
    required: 'channel',
    optional: 'include_locale include_num_members',
    scopes: 'groups:read im:read mpim:read channels:read',
    errors: 'channel_is_limited_access channel_not_found missing_scope',
  },
  'conversations.list': {
    tier: 2,
    optional: 'cursor exclude_archived limit team_id types',
    scopes: 'groups:read im:read mpim:read channels:read',
    errors: `
      invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type
      missing_argument missing_scope`,
  },
  'conversations.members': {
    tier: 4,
    required: 'channel',
    optional: 'cursor limit',
    scopes: 'groups:read im:read mpim:read channels:read',
    errors: `
      channel_not_found fetch_members_failed invalid_cursor invalid_limit
      method_not_supported_for_channel_type missing_scope`,
  },
  'conversations.history': {
    tier: 3,
    required: 'channel',
    optional: 'cursor include_all_metadata inclusive latest limit oldest',
    scopes: 'groups:history im:history mpim:history channels:history',
    errors: `
      channel_is_limited_access channel_not_found invalid_cursor
      invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest not_in_channel`,
  },
  'conversations.replies': {
    tier: 3,
    required: 'channel ts',
    optional: 'cursor include_all_metadata inclusive latest limit oldest',
    scopes: 'groups:history im:history mpim:history channels:history',
    errors: `
      channel_not_found invalid_cursor invalid_metadata_filter_keys invalid_ts_latest
      invalid_ts_oldest missing_scope thread_not_found
      method_not_supported_for_channel_type`,
  },
  'conversations.open': {
    tier: 3,
    optional: 'channel return_im users prevent_creation',
    scopes: 'channels:manage groups:write im:write mpim:write',
    errors: `
      channel_not_found invalid_user_combination method_not_supported_for_channel_type
      missing_scope not_enough_users too_many_users user_disabled user_not_found
      user_not_visible users_list_not_supplied`,
  },
  'users.info': {
    tier: 4,
    required: 'user',
    optional: 'include_locale',
    scopes: 'users:read',
    errors: 'too_many_users user_not_found user_not_visible',
  },
  'users.list': {
    tier: 2,
    optional: 'cursor include_locale limit team_id',
    scopes: 'users:read',
    errors: 'invalid_cursor limit_required missing_argument',
  },
  'users.lookupByEmail': {
    tier: 3,
    required: 'email',
    scopes: 'users:read.email',
    errors: 'users_not_found',
  },
  'users.conversations': {
    tier: 3,
    optional: 'cursor exclude_archived exclude_muted limit team_id types user',
    scopes: 'groups:read im:read mpim:read channels:read',
    errors: `
      invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type
      missing_argument missing_scope`,
  },
  'usergroups.list': {
    tier: 2,
    optional: 'include_count include_disabled include_users team_id',
    scopes: 'usergroups:read',
    errors: `
      missing_argument plan_upgrade_required invalid_cursor users_not_found invalid_team`,
  },
  'usergroups.users.list': {
    tier: 2,
    required: 'usergroup',
    optional: 'include_disabled team_id',
    scopes: 'usergroups:read',
    errors: 'no_such_subteam plan_upgrade_required invalid_cursor',
  },
};
