// A small form with a required and an optional input, for this folder's own tests.

export const declareForm = {
  type: 'modal',
  callback_id: 'declare',
  title: { type: 'plain_text', text: 'Declare' },
  submit: { type: 'plain_text', text: 'Go' },
  blocks: [
    {
      type: 'input',
      block_id: 'title',
      label: { type: 'plain_text', text: 'Title' },
      element: { type: 'plain_text_input', action_id: 'title_input', max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'severity',
      optional: true,
      label: { type: 'plain_text', text: 'Severity' },
      element: {
        type: 'static_select',
        action_id: 'severity_input',
        options: [{ text: { type: 'plain_text', text: 'High' }, value: 'high' }],
      },
    },
  ],
};

/** A row with a button, a menu and a choice of users. */
export const takeOverRow = [
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      {
        type: 'button',
        text: { type: 'plain_text', text: 'Take over' },
        action_id: 'take',
        value: '7',
      },
      {
        type: 'static_select',
        action_id: 'severity',
        options: ['low', 'high'].map((value) => ({
          text: { type: 'plain_text', text: value.toUpperCase() },
          value,
        })),
      },
      { type: 'users_select', action_id: 'lead' },
    ],
  },
];
