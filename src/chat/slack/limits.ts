// Slack's limits for what we send, from the table in Slack's Block Kit reference and its SDKs. Lengths are counted in
// UTF-16 units: never less than Slack's own count of characters.

export const limits = {
  blocksPerMessage: 50,
  blocksPerModal: 100,
  /** Undocumented at Slack (`msg_blocks_too_long`, seen at about 13 200); all texts of one message together. */
  textPerMessage: 12_000,
  sectionText: 3000,
  fieldsPerSection: 10,
  fieldText: 2000,
  header: 150,
  elementsPerActions: 25,
  contextText: 2000,
  buttonText: 75,
  buttonValue: 2000,
  actionId: 255,
  modalTitle: 24,
  inputLabel: 2000,
  inputHint: 2000,
  inputValue: 3000,
  placeholder: 150,
  options: 100,
  optionText: 75,
  optionValue: 75,
  privateMetadata: 3000,
  /** The fallback text: `chat.update` refuses above 4000. */
  fallbackText: 3000,
  topic: 250,
  channelName: 80,
  bookmarkTitle: 256,
  inviteesPerCall: 100,
} as const;
