// The incident chart as a whole, explored from a declaration at level 1, where every role is needed.
import { describeModel } from './incident-model.ts';

describeModel(1);
