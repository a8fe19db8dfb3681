// A setting that may differ between workspaces: values separated by commas, one for all, and those for one workspace
// with its id in front: `incidents, T01ABC:security`.

interface Choice {
  workspace: string | undefined;
  value: string;
}

export function choicesOf(setting: string): readonly Choice[] {
  return setting
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, workspace, value = part] = /^(T[A-Z0-9]+)\s*:\s*(.+)$/u.exec(part) ?? [];
      return { workspace, value };
    });
}

/** What a workspace has been given: its own value, else that for all; undefined when there is neither. */
export function valueFor(setting: string | undefined, workspace: string): string | undefined {
  const choices = choicesOf(setting ?? '');
  const chosen =
    choices.find((choice) => choice.workspace === workspace) ??
    choices.find((choice) => choice.workspace === undefined);
  return chosen?.value;
}
