// What came in, to the receiver that knows it. It never rejects.
import type { Answer, Inbound, Take } from './connector.ts';
import { receiveDialogOpened, receiveDialogSubmitted } from './receive-dialog.ts';
import { receiveFile } from './receive-file.ts';
import { receiveMessage } from './receive-message.ts';
import { receiveMessageAction } from './receive-message-action.ts';
import {
  receiveInstalled,
  receiveMembers,
  receiveRoomChanged,
  receiveUninstalled,
} from './receive-place.ts';
import { receivePress } from './receive-press.ts';
import { attempt, type Receiving } from './receiving.ts';

export function createTake(receiving: Receiving): Take {
  return (inbound) => attempt(receiving, inbound, () => receive(receiving, inbound));
}

function receive(receiving: Receiving, inbound: Inbound): Promise<Answer> {
  switch (inbound.kind) {
    case 'said':
      return receiveMessage(receiving, inbound);
    case 'pressed':
      return receivePress(receiving, inbound);
    case 'dialogOpened':
      return receiveDialogOpened(receiving, inbound);
    case 'dialogSubmitted':
    case 'messageActionSubmitted':
      return receiveDialogSubmitted(receiving, inbound);
    case 'messageAction':
      return receiveMessageAction(receiving, inbound);
    case 'fileAnswered':
      return receiveFile(receiving, receiving.files, inbound);
    case 'installed':
      return receiveInstalled(receiving, inbound);
    case 'uninstalled':
      return receiveUninstalled(receiving, inbound);
    case 'membersAdded':
    case 'membersRemoved':
      return receiveMembers(receiving, inbound);
    case 'roomChanged':
      return receiveRoomChanged(receiving, inbound);
  }
}
